from decimal import Decimal

import pandas as pd

facts = pd.read_csv("DATA/facts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
facts = facts[facts["value"] != ""]


def figures(table, item, measure):
    chosen = facts[(facts["table"] == table) & (facts["item"] == item) & (facts["measure"] == measure)]
    return chosen.drop_duplicates(["org", "year"]).set_index(["org", "year"])["value"].map(Decimal)


spent = figures("T01", "本年支出合计", "决算数").rename("支出")
people = figures("N", "在职人数", "数量").rename("人数")
both = pd.concat([spent, people], axis=1, join="inner")
both = both[both["人数"] > 0]
print(both.assign(人均=[round(a / b, 2) for a, b in zip(both["支出"], both["人数"], strict=True)]).to_csv())
