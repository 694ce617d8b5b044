"""Who publishes, for which year, and what the report says of itself: duties, bodies, units, terms, attachments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from builder.model import Document, Grid, Heading, Line, Passage, Statement, TablePart
from builder.text import squeeze

_YEAR = re.compile(r"(20\d\d)年(?:度|部门|单位)?")
_ORG_END = (
    "委员会|管理中心|服务中心|事务中心|保障中心|监测中心|发展中心|研究中心|中心|管理局|分局|局|"
    "厅|委|办公室|联合会|协会|学院|学校|大学|医院|法院|检察院|管理处|处|站|所|队|馆|院|社|署|"
    "人民政府|政府|街道办事处|工作部|组织部|宣传部|统战部|部|会|办|室|园|团|台|台站|中学|小学|校|集团|场|宫|水库|基地|公司|庭|支队|大队"
)
_DEPARTMENT_LINE = re.compile(
    r"^(?:部门|编制单位|编制部门|单位名称|单位|预算部门、单位名称|实施单位)[:：]\s*([^\s:：]{4,40}?)(?:（?20\d\d年|公开|单位[:：]|金额|$)"
)
_COVER = re.compile(
    rf"^(?:20\d\d年度?)?([\u4e00-\u9fff（）“”]{{3,40}}?(?:{_ORG_END}))(?:（本级）|本级)?(?:关于)?(?:20\d\d年度?)?(?:部门|单位)?(?:整体支出|决算|概况)"
)
_BODY = re.compile(
    rf"([\u4e00-\u9fff（）“”]{{4,40}}?(?:{_ORG_END}))(?:的?(?:主要职责|20\d\d年|概况|部门概况|部门决算|共有车辆|机关运行经费支出|政府采购支出总额))"
)
#: 青坪湖县档案馆2022年度收入合计…: the unit as the subject of a sentence of the narrative.
_SUBJECT = re.compile(
    rf"^([\u4e00-\u9fff（）“”]{{4,40}}?(?:{_ORG_END}))(?:（本级）|本级)?20\d\d年度?,?"
    r"(?:收入|支出|收、支|财政拨款|一般公共|机关运行|政府采购|本年|总收入|三公)"
)
#: A line that is a name and nothing else, as covers print it.
_NAME_LINE = re.compile(rf"^[\u4e00-\u9fff（）“”]{{3,40}}?(?:{_ORG_END})(?:（本级）)?$")
_COVER_TITLE = re.compile(
    r"^(?:20\d\d年度?)?(?:部门|单位)?决算(?:公开|情况|报告|说明|信息|及三公经费.*)*$|^20\d\d年度?$"
)
_PUBLISHED_BY = re.compile(
    r"(?:发布机构|公开单位|编制单位|发布单位|公开部门)[:：]\s*([\u4e00-\u9fff（）]{4,40})"
)
#: A prefecture has no county before it, and “城市” (管理局) is no city.
_PLACE = re.compile(
    r"^(?:中共)?((?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?"
    r"(?:(?!城市)(?:(?![区县旗])[\u4e00-\u9fff]){1,10}?(?:州?市|州(?!市)|盟|地区))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:区|县|旗)|[\u4e00-\u9fff]{2,6}?市)?)"
)
_NOT_ORG = re.compile(r"第.部分|部门决算|决算表|情况|^本|^我|收入|支出|负责|主要职责")


def find_org(document: Document) -> str:
    """The publishing unit's name as the report prints it most often in the places made for it; "" if nowhere."""
    votes: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Line):
            text = squeeze(block.text)
            if match := _DEPARTMENT_LINE.match(text):
                votes[_clean(match.group(1))] += 5
            bare = _without_part(text)
            for weight, shape in ((3, _COVER), (1, _BODY), (2, _SUBJECT), (2, _PUBLISHED_BY)):
                if match := shape.search(bare):
                    votes[_clean(match.group(1))] += weight
    for name in _cover_names(document):
        votes[name] += 4
    for cells in _label_cells(document):
        votes[cells] += 5
    named = {name: count for name, count in votes.items() if len(name) >= 4 and not _NOT_ORG.search(name)}
    return max(named, key=lambda name: (named[name], len(name))) if named else ""


def _cover_names(document: Document) -> list[str]:
    """Names that stand alone beside 2023年度部门决算 on the first lines."""
    texts = [squeeze(b.text) for b in document.blocks[:40] if isinstance(b, Line) and squeeze(b.text)]
    found = []
    for name, after in [*pairwise(texts), *((b, a) for a, b in pairwise(texts))]:
        if _NAME_LINE.match(name) and _COVER_TITLE.match(after):
            found.append(_clean(name))
    return found[:1]


_PART = re.compile(r"^第[一二三四五六七八九十]+部分")


def _without_part(text: str) -> str:
    return _PART.sub("", text) if text.startswith("第") else text


def _clean(name: str) -> str:
    return re.sub(r"^20\d\d年度?|（盖章）|（本级）$|本级$|部门$", "", name)


def _label_cells(document: Document) -> list[str]:
    """预算部门、单位名称 | … in a performance table."""
    found = []
    for block in document.blocks:
        if not isinstance(block, Grid) or not any("位" in cell.text for cell in block.cells):
            continue  # each of the labels has this character
        for row in block.rows():
            texts = [squeeze(cell.text) for cell in row]
            for label, value in pairwise(texts):
                if (
                    label in {"预算部门、单位名称", "实施单位", "部门（单位）名称", "单位名称"}
                    and len(value) > 3
                ):
                    found.append(_clean(value))
    return found


def find_year(document: Document) -> int | None:
    """The fiscal year: the year printed most often with 年度 or before 部门决算 in the first lines and titles."""
    votes: Counter[int] = Counter()
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Line):
            continue
        text = squeeze(block.text)
        for match in re.finditer(r"(20\d\d)年(度)?", text):
            weight = 3 if match.group(2) else 0
            weight += 4 if index < 12 and weight else 0
            if weight:
                votes[int(match.group(1))] += weight
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def find_region(org: str) -> str:
    """Province, city and county as far as the unit's own name says them."""
    match = _PLACE.match(org)
    return match.group(1) if match else ""


def find_kind(document: Document, parts: Sequence[TablePart]) -> str:
    """部门决算, 单位决算, or 绩效自评 when the report holds no final accounts at all."""
    text = "".join(squeeze(block.text) for block in document.blocks if isinstance(block, Line))
    if not any(part.table.startswith("T") for part in parts) and "决算情况说明" not in text:
        return "绩效自评" if "绩效" in text else "其他"
    return "单位决算" if text[:400].count("单位决算") > text[:400].count("部门决算") else "部门决算"


def find_statements(passages: Sequence[Passage], section: str) -> tuple[Statement, ...]:
    """Paragraphs of a profile section, quoted as printed; `units` are those that name the units covered."""
    if section == "units":
        covered = re.compile(
            r"构成包括|决算(?:单位)?包括|编制范围|决算编[报制]的?(?:二级)?(?:预算)?单位|无(?:所属|下属)?(?:预算)?(?:下属)?单位|(?:所属|下属|直属|二级)(?:预算|事业)?单位|单位包括|单位构成|本级决算"
        )
        return tuple(_statement(p) for p in passages if p.section == "bodies" and covered.search(p.text))
    return tuple(_statement(p) for p in passages if p.section == section)


def _statement(passage: Passage) -> Statement:
    return Statement(re.sub(r"[ \t]+", " ", passage.text).strip(), passage.place_at(0))


_TERM = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])?\s*[“\"]?([^：:。]{2,40}?)[：:]\s*(.+)$",
    re.DOTALL,
)


def find_glossary(passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """The report's own 名词解释: each term with its official words."""
    found: list[Statement] = []
    for passage in passages:
        if passage.section != "glossary":
            continue
        text = squeeze(passage.text)
        if match := _TERM.match(text):
            found.append(
                Statement(
                    match.group(2), passage.place_at(0), item=match.group(1).replace("“", "").replace("”", "")
                )
            )
        elif found and not re.match(r"第.部分", text):
            last = found[-1]
            found[-1] = Statement(last.text + text, last.place, item=last.item)
    return tuple(found)


_ATTACHMENT = re.compile(r"\[([^\]]+\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar))\]|^附件\d*[:：](.+)$")


def find_attachments(document: Document, outline: Sequence[Heading]) -> tuple[Statement, ...]:
    """Attachments that the report announces: links to files, and what stands under 附件."""
    start = next((h.block for h in outline if h.level == 1 and squeeze(h.title).endswith("附件")), None)
    found = []
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Line):
            continue
        text = squeeze(block.text)
        if match := _ATTACHMENT.search(text):
            found.append(Statement((match.group(1) or match.group(2)).strip(), block.place))
        elif re.fullmatch(r"附件\d+", text):
            found.append(Statement(_title_below(document, index), block.place))
        elif (
            start is not None
            and index > start
            and re.match(r"^[一二三四五六七八九十\d]+[、.．]", text)
            and len(text) < 60
        ):
            found.append(Statement(re.sub(r"^[^、.．]+[、.．]", "", text).rstrip("。"), block.place))
    return tuple(found)


def _title_below(document: Document, index: int) -> str:
    """The lines under 附件1 up to the first that ends like a title."""
    title = ""
    for block in document.blocks[index + 1 : index + 5]:
        if not isinstance(block, Line):
            break
        title += squeeze(block.text)
        if title.endswith(("表", "报告", "书")):
            break
    return title
