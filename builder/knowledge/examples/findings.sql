WITH touched AS (
  SELECT *, unnest(string_split(finding, ' ')) AS id
  FROM read_csv('DATA/facts.csv', all_varchar = true, header = true)
  WHERE finding <> ''
)
SELECT t.org, t.year, t.item, t.raw, f.level
FROM touched t
JOIN read_csv('DATA/findings.csv', all_varchar = true, header = true) f USING (org_id, year, id)
ORDER BY t.fact_id, id;
