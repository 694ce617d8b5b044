SELECT year AS 年度, code AS 编码, item AS 科目, sum(CAST(value AS DECIMAL(18, 6))) AS 合计
FROM read_csv('DATA/facts.csv', all_varchar = true, header = true)
WHERE "table" = 'T03' AND measure = '本年支出合计' AND length(code) = 3 AND unit = '万元' AND value <> ''
GROUP BY year, code, item
ORDER BY 合计 DESC, 编码, 科目
LIMIT 10;
