from decimal import Decimal

import pandas as pd

facts = pd.read_csv("DATA/facts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
line = facts[(facts["table"] == "N") & (facts["item"] == "一般公共预算财政拨款支出") & (facts["value"] != "")]
wide = line.drop_duplicates(["org", "year", "measure"]).pivot(
    index=["org", "year"], columns="measure", values="value"
)
wide = wide.reindex(columns=["年初预算", "支出决算", "完成率"])
both = wide.dropna(subset=["年初预算", "支出决算"])
both = both[both["年初预算"].map(Decimal) != 0]
share = both["支出决算"].map(Decimal) / both["年初预算"].map(Decimal) * 100
print(both.assign(算出=share.map(lambda rate: round(rate, 2)))[["完成率", "算出"]].to_csv())
