import sqlite3

database = sqlite3.connect("file:mingbai.sqlite?mode=ro", uri=True)
for row in database.execute("SELECT 年度, 名次, 部门, 决算数, 单位 FROM 三公经费排名"):
    print(*row, sep=",")
