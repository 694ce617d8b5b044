from decimal import Decimal

import pandas as pd

facts = pd.read_csv("DATA/facts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
spent = facts[
    (facts["table"] == "T03")
    & (facts["measure"] == "本年支出合计")
    & (facts["code"].str.len() == 3)
    & (facts["unit"] == "万元")
    & (facts["value"] != "")
]
totals = spent.assign(value=spent["value"].map(Decimal)).groupby(["year", "code", "item"])["value"].sum()
print(totals.sort_values(ascending=False).head(10).to_csv())
