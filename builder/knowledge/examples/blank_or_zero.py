from decimal import Decimal

import pandas as pd

as_text = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
facts = pd.read_csv("DATA/facts.csv", **as_text)
reports = pd.read_csv("DATA/reports.csv", **as_text)
reports = reports[reports["status"] == "current"]
line = facts[(facts["table"] == "T09") & (facts["item"] == "公务接待费") & (facts["measure"] == "决算数")]
values = line.drop_duplicates(["org_id", "year"]).set_index(["org_id", "year"])["value"]


def told(report):
    value = values.get((report["org_id"], report["year"]))
    if value is None:
        return "没有印数"
    if value == "":
        return "读不成数"
    return "零" if Decimal(value) == 0 else value


reports["公务接待费"] = reports.apply(told, axis=1)
print(reports[["org", "year", "公务接待费"]].to_csv(index=False))
