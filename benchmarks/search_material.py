"""Made-up material of the search: units of invented places, a text for each report, and questions with known answers.

Nothing is read and nothing is true. A text is about as long as a real one without its numeric cells, and holds what
those hold: duties, sections, accounts, reasons, projects of its own, terms.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from builder.knowledge.accounts import load_accounts
from builder.pages.search_lists import initials
from builder.typeset.generate.words import load_words

GLOSSARY = Path(__file__).parents[1] / "content" / "glossary.csv"
#: First and second characters of invented places.
FRONT = "临云石青南白松望北金沅澧潇湘岭桂桃梅兰竹菊荷枫柳桐杉桥渡港湾洲沙浦泽渠泉"
BACK = "川麓溪坪岭鹭涛江塘沙阳陵安宁昌平兴隆和顺康乐华丰源清明德义仁"
#: What every county has, after those that `made.toml` names.
OFFICES = (
    "人民政府办公室", "发展和改革局", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "自然资源局", "住房和城乡建设局", "交通运输局", "水利局", "林业局", "卫生健康局",
    "应急管理局", "统计局", "医疗保障局", "工伤保险服务中心", "第一中学", "人民医院", "图书馆", "疾病预防控制中心",
    "社会保险服务中心", "总工会", "妇女联合会",
)  # fmt: skip
#: What projects are made of: what is done, for what, with what.
DOING = (
    "新建", "改建", "维修", "采购", "升级", "整治", "培训", "普查", "监测", "补助", "推广", "修缮", "扩容", "迁建",
    "数字化",
)  # fmt: skip
THINGS = (
    "农村饮水", "老旧小区", "校舍", "路灯", "河道", "档案库房", "执法车辆", "实训基地", "污水管网", "文化站", "敬老院",
    "灌溉渠", "应急广播", "体育场", "疫苗冷库", "信息平台", "公共厕所", "桥梁", "古树名木", "消防栓", "边坡",
    "托育中心", "就业驿站", "图书流动车", "特困供养",
)  # fmt: skip
FOR = (
    "一期", "二期", "示范点", "专项行动", "配套设施", "试点县", "后续工程", "尾款", "运行维护", "资格认定",
    "第三方评估", "先进表彰",
)  # fmt: skip
SENTENCES = (
    "负责{0}{1}的组织实施和监督管理，拟订有关规划和办法。", "{1}{0}工作按计划推进，群众反映较好。",
    "{0}{1}项目因招标时间推迟，资金结转下年使用。", "年中追加{1}{0}经费，用于{2}。",
    "绩效自评认为{0}{1}的产出指标基本完成，{2}还需加强。", "会同有关单位开展{1}{0}检查，督促{2}整改。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the beginnings of addresses, one of which must be among the first results; none, for no result."""

    kind: str
    query: str
    wanted: tuple[str, ...]

    def is_answered_by(self, first: Sequence[str]) -> bool:
        if not self.wanted:
            return not first
        return any(link.removeprefix("/").startswith(self.wanted) for link in first)


@dataclass(frozen=True, slots=True)
class Material:
    """The lists of the search as the pages write them, the texts, and for each report a project that no other has."""

    units: list[list[object]]
    entries: list[list[str]]
    records: list[dict[str, str]]
    projects: dict[str, str]


def places(number: int) -> list[tuple[str, str]]:
    """Counties with their cities: (`云溪市`, `云溪市石坪县`)."""
    names = [front + back for front, back in product(FRONT, BACK)]
    random.Random(7).shuffle(names)
    found = []
    for at in range(number):
        city = names[at // 12] + "市"
        found.append((city, f"{city}{names[-1 - at % 900]}{'县区市'[at % 3]}"))
    return found


def make(reports: int, years: int) -> Material:
    """Material of so many reports, the last years of reports / years units."""
    offices = (*load_words().offices, *OFFICES)
    wanted = -(-reports // years)
    named = (
        (county, county + office) for _, county in places(wanted // len(offices) + 1) for office in offices
    )
    units: list[list[object]] = []
    records: list[dict[str, str]] = []
    projects: dict[str, str] = {}
    for number, (region, org) in enumerate(islice(named, wanted)):
        org_id, listed = f"{initials(org)}-{number}", [2024 - at for at in range(years)]
        units.append([org_id, org, region, initials(org), listed])
        for year in listed[: max(0, reports - len(records))]:
            path, draw = f"{org_id}/{year}/source/", random.Random(f"{number} {year}")
            projects[path] = (
                f"{org[-6:-2]}{draw.choice(FRONT)}{draw.choice(BACK)}{number}号{draw.choice(THINGS)}"
            )
            records.append({
                "url": path, "title": f"{org} {year} 年度部门决算", "region": region, "year": str(year),
                "text": _text(draw, org, region, year, projects[path]),
            })  # fmt: skip
    return Material(units, _entries(), records, projects)


def _text(draw: random.Random, org: str, region: str, year: int, project: str) -> str:
    accounts = draw.sample([each for each in load_accounts().values() if each.kind == "functional"], 25)
    lines = [f"{org}{year}年度部门决算", *_sections(draw), project]
    for _ in range(55):
        some = draw.choice(SENTENCES)
        lines.append(
            some.format(draw.choice(THINGS), draw.choice(DOING), draw.choice(THINGS) + draw.choice(FOR))
        )
    lines += [f"{each.code} {each.name}" for each in accounts]
    lines += [f"{each.name}因{reason}" for each, reason in zip(accounts, _reasons(draw), strict=False)]
    return "\n".join([*lines, org, str(year), region])


def _sections(draw: random.Random) -> list[str]:
    """The wordings of made reports without their figures."""
    said = []
    for variants in load_words().wordings.values():
        wording = variants[draw.choice(sorted(variants))]
        said += [re.sub(r"\{[^}]*\}", "", text) for texts in wording.values() for text in texts]
    return [*said, *load_words().glossary, *draw.sample(_terms(), 60)]


def _reasons(draw: random.Random) -> list[str]:
    known = [reason for reasons in load_words().reasons.values() for reason in reasons]
    return draw.choices(known, k=25)


def _terms() -> list[str]:
    with GLOSSARY.open(encoding="utf-8", newline="") as stream:
        return [row["term"] for row in csv.DictReader(stream)]


def _entries() -> list[list[str]]:
    rows = [["科目", f"accounts/{each.code}/", each.name, each.code] for each in load_accounts().values()]
    with GLOSSARY.open(encoding="utf-8", newline="") as stream:
        rows += [
            ["名词", f"terms/{row['id']}/", row["term"], row["aliases"]] for row in csv.DictReader(stream)
        ]
    return rows


def _named(material: Material, name: str) -> tuple[str, ...]:
    """Accounts of one name: which of them is meant cannot be told."""
    return tuple(address for kind, address, other, _ in material.entries if (kind, other) == ("科目", name))


def questions(material: Material, draw: random.Random, each: int = 6) -> list[Question]:
    """Questions of every kind, drawn from the material."""
    asked: list[Question] = []
    for unit in draw.sample(material.units, each):
        org_id, org, region, years = str(unit[0]), str(unit[1]), str(unit[2]), unit[4]
        assert isinstance(years, list)
        office, year = org.removeprefix(region), str(years[0])
        county, own = region.partition("市")[2], (f"{org_id}/",)
        records = [one for one in material.records if one["region"] == region]
        paths = tuple(str(one["url"]) for one in records)
        record = next(one for one in records if str(one["url"]).startswith(f"{org_id}/"))
        asked += [
            Question("单位全名", org, own),
            Question("单位名的一部分", f"{county[:2]} {office}", own),
            Question("名称中间几个字", org[2 : len(region) + 3], own),
            Question("拼音首字母", initials(org), own),
            Question("单位和年度", f"{county} {office} {year}", (f"{org_id}/{year}/",)),
            Question("地区和正文里的词", f"{county} 农村饮水", paths),
            Question("正文里独有的词", material.projects[record["url"]], (str(record["url"]),)),
            Question(
                "地区、正文里的词和年度",
                f"{county} 污水管网 {record['year']}",
                tuple(p for p in paths if f"/{record['year']}/" in p),
            ),
        ]
    for _, address, name, code in draw.sample(material.entries[:190], each):
        asked += [Question("科目编码", code, (address,)), Question("科目名称", name, _named(material, name))]
    terms = [entry for entry in material.entries if entry[0] == "名词"]
    asked += [Question("名词", name, (address,)) for _, address, name, _ in draw.sample(terms, each)]
    asked += [Question("哪里都没有的词", word, ()) for word in ("不存在词", "绩效绩效管", "饮水老旧渡")]
    return sorted(asked, key=lambda one: one.kind)
