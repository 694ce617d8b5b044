import pandas as pd

as_text = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
facts = pd.read_csv("DATA/facts.csv", **as_text)
findings = pd.read_csv("DATA/findings.csv", **as_text)
touched = facts[facts["finding"] != ""].assign(id=lambda rows: rows["finding"].str.split(" ")).explode("id")
joined = touched.merge(findings, on=["org_id", "year", "id"], suffixes=("", "_finding"))
columns = ["org", "year", "item", "raw", "level", "source", "page", "line"]
print(joined.sort_values(["fact_id", "id"])[columns].to_csv(index=False))
