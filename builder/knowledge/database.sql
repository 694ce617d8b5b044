-- What stands in mingbai.sqlite beside the tables made from the CSV files: indexes, and views that answer the usual questions.
-- indicator_sources is filled from indicators.toml, so that the views and the pages 比较 take the same figures.

CREATE INDEX facts_by_report ON facts (report, "table");
CREATE INDEX facts_by_line ON facts ("table", item, measure);
CREATE INDEX findings_by_report ON findings (org_id, year);

-- One row for each report and indicator: the first of its sources that is printed, those that could be read before others. Of a figure
-- that is printed twice the first is taken: its id is the shorter one.
CREATE VIEW indicators AS
SELECT indicator, name, report, org_id, org, year, kind, value, value_real, unit, fact_id
FROM (
  SELECT s.indicator, s.name, s.unit AS wanted, f.*, r.kind,
         ROW_NUMBER() OVER (PARTITION BY s.indicator, f.report
                            ORDER BY f.value IS NULL, s.place, length(f.fact_id), f.fact_id) AS choice
  FROM indicator_sources s
  JOIN facts f ON f."table" = s."table" AND f.side = s.side AND f.code = '' AND f.item = s.item
              AND f.measure = replace(s.measure, '{year}', f.year)
  JOIN reports r ON r.path = f.report
)
WHERE choice = 1 AND value IS NOT NULL AND unit = wanted;

-- Like with like: places are counted within one year and one kind of report.
CREATE VIEW 三公经费排名 AS
SELECT year AS 年度, kind AS 报告种类,
       RANK() OVER (PARTITION BY year, kind ORDER BY value_real DESC) AS 名次,
       org AS 部门, value AS 决算数, unit AS 单位, fact_id
FROM indicators WHERE indicator = 'three-public'
ORDER BY year DESC, kind, value_real DESC, org;

CREATE VIEW 预算完成率 AS
SELECT year AS 年度, kind AS 报告种类, org AS 部门, value AS 完成率, unit AS 单位, fact_id
FROM indicators WHERE indicator = 'budget-execution'
ORDER BY year DESC, kind, value_real DESC, org;

-- 人均支出 is reckoned, not printed: spending through people in post, to two decimals.
CREATE VIEW 人均支出 AS
SELECT s.year AS 年度, s.kind AS 报告种类, s.org AS 部门, s.value AS 本年支出, p.value AS 在职人数,
       printf('%.2f', s.value_real / p.value_real) AS 人均支出, s.unit || '/人' AS 单位, s.fact_id
FROM indicators s JOIN indicators p ON p.report = s.report AND p.indicator = 'staff'
WHERE s.indicator = 'total-spending' AND p.value_real > 0
ORDER BY s.year DESC, s.kind, s.value_real / p.value_real DESC, s.org;
