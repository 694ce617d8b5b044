"""The site around a made report's article: menus, lists of news, dates, footers, scripts and what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

_MENU = (
    "首页", "政务公开", "政府信息公开指南", "部门决算", "部门预算", "收入支出决算总表", "办事服务", "互动交流", "专题专栏",
    "财政拨款“三公”经费支出决算表", "一般公共预算财政拨款支出决算表", "规划计划", "人事信息", "2022年度部门决算公开",
)  # fmt: skip
_NEWS = (
    "我局召开年度工作会议", "关于做好防汛工作的通知", "某某镇财政所2022年度部门决算公开，收入合计88888.88万元", "惠民政策一览",
    "公务接待费支出7777.77万元的说明", "图解：预算执行情况", "收入决算表",
)  # fmt: skip
_SCRIPT = (
    '<script type="text/javascript">var a="<table><tr><td>收入决算表</td></tr></table>";if(a<1){document.write("合计99.99")}'
    "</script>"
)


def framed(article: str, org: str, year: int, axes: Mapping[str, str], random: Random) -> str:
    """Give the whole page; `CHARSET` stands where the page says how it is encoded."""
    title = f"{org}{year}年度部门决算"
    shells = {"blocks": _blocks, "tables": _tables, "sections": _sections, "bare": _bare}
    body = shells[axes["shell"]](_hidden(axes) + article, title, random)
    style = "<style>.gone{display:none}\n.main{width:960px}</style>" if axes["hidden"] == "class" else ""
    head = f'<meta http-equiv="Content-Type" content="text/html; charset=CHARSET"><title>{title}_某某政府网</title>'
    return f"<!DOCTYPE html>\n<html>\n<head>{head}{style}{_SCRIPT}</head>\n<body>\n{body}\n</body>\n</html>\n"


def _hidden(axes: Mapping[str, str]) -> str:
    """A copy of an older table that the page does not show."""
    old = "<table><tr><td>科目编码</td><td>本年收入合计</td></tr><tr><td>2010101</td><td>6666.66</td></tr></table>"
    if axes["hidden"] == "block":
        return f'<div style="display:none"><p>收入决算表</p>{old}</div>'
    return f'<div class="gone"><p>收入决算表</p>{old}</div>' if axes["hidden"] == "class" else ""


def _links(words: tuple[str, ...], random: Random, tag: str) -> str:
    drawn = random.sample(words, random.randint(5, len(words)))
    return "".join(
        f'<{tag}><a href="/col/{number}/index.html" target="_blank">{word}</a></{tag}>'
        for number, word in enumerate(drawn)
    )


def _meta(random: Random) -> str:
    return (
        f"<div class='info'><span>发布时间：2024-08-{random.randint(10, 28)} 09:30</span>&nbsp;<span>来源：某某县财政局</span>"
        "<span>浏览次数：<em id='hits'>312</em></span>【<a href='javascript:print()'>打印</a>】</div>"
    )


_FOOTER = (
    "主办：某某县人民政府办公室　承办：某某县大数据中心　备案号：某ICP备12345678号　网站标识码：4300000001"
)


def _blocks(article: str, title: str, random: Random) -> str:
    return (
        f'<div class="header"><ul class="nav">{_links(_MENU, random, "li")}</ul></div>\n'
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 正文</div>\n'
        f'<div class="wrap"><div class="left"><h3>最新信息</h3><ul>{_links(_NEWS, random, "li")}</ul></div>\n'
        f'<div class="main"><h1>{title}</h1>{_meta(random)}<div id="zoom" class="content">\n{article}\n</div>\n'
        '<div class="share"><a href="javascript:;">分享</a><a href="javascript:;">关闭</a></div>'
        '<div class="pages">上一篇：<a href="1.html">某某局2022年度部门决算</a></div></div></div>\n'
        f'<!-- <div>收入决算表</div> -->\n<div class="footer"><p>{_FOOTER}</p></div>{_SCRIPT}'
    )


def _tables(article: str, title: str, random: Random) -> str:
    return (
        f'<table width="1000" align="center"><tr><td colspan="2">{_links(_MENU, random, "span")}</td></tr>\n'
        f'<tr><td width="200" valign="top"><table width="100%">{_rows(random)}</table></td>\n'
        f'<td valign="top"><table width="100%"><tr><td class="title">{title}</td></tr><tr><td>{_meta(random)}</td></tr>'
        f"<tr><td><!--content begin-->\n{article}\n<!--content end--></td></tr></table></td></tr>\n"
        f'<tr><td colspan="2" align="center">{_FOOTER}</td></tr></table>'
    )


def _rows(random: Random) -> str:
    return _links(_NEWS, random, "td").replace("<td>", "<tr><td>·</td><td>").replace("</td>", "</td></tr>")


def _sections(article: str, title: str, random: Random) -> str:
    return (
        f"<header><nav>{_links(_MENU, random, 'span')}</nav></header>\n<main><article><header><h1>{title}</h1>"
        f"{_meta(random)}</header>\n<section>{article}</section></article>\n"
        f"<aside><h2>相关信息</h2><ol>{_links(_NEWS, random, 'li')}</ol></aside></main>\n"
        f"<footer><p>{_FOOTER}</p></footer>"
    )


def _bare(article: str, title: str, random: Random) -> str:
    """What a word processor or a spreadsheet saves: no site at all."""
    del title, random
    return f'<div class="WordSection1" style="layout-grid:15.6pt">\n{article}\n</div>'
