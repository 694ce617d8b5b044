"""Sets a department's final accounts into a PDF in the official layout.

What it does: reads one sample (`report.toml` and `facts.csv`), turns its figures into the cells of the
nine official tables and its words into the prescribed narrative, and draws both. What it is not: it reads
no report and checks no figure; a figure is printed with the characters the sample gives, also where the
report contradicts itself.

The way of the data: `sample` (files → types) → `totals`, `codes`, `economic`, `performance` (figures →
cells) and `narrative` (figures → sentences) → `ruled`, `pages` (drawing) → `report` (one whole PDF).
"""
