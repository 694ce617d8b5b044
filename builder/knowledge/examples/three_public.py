import pandas as pd

facts = pd.read_csv("DATA/facts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
line = facts[(facts["org_id"] == "ORG") & (facts["table"] == "T09") & (facts["item"] == "合计")]
print(line.pivot(index=["year", "item"], columns="measure", values="value").reset_index().to_csv(index=False))
