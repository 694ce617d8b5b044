SELECT year AS 年度,
       max(CAST(value AS DECIMAL(18, 6))) FILTER (measure = '预算数') AS 预算数,
       max(CAST(value AS DECIMAL(18, 6))) FILTER (measure = '决算数') AS 决算数
FROM read_csv('DATA/facts.csv', all_varchar = true, header = true)
WHERE org_id = 'ORG' AND "table" = 'T09' AND item = '合计' AND value <> ''
GROUP BY year
ORDER BY year;
