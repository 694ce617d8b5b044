"""The Jinja environment of pages and charts: compiled once, escaping on, an undefined name is an error."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.packaged import ROOT
from builder.pages.charts import Drawing, static_svg
from builder.pages.figures import grouped
from builder.pages.flow_svg import flow_svg
from builder.pages.plots import plotly_bytes
from builder.pages.stretches import led_to

TEMPLATES = ROOT / "templates"


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["grouped"] = grouped
    env.filters["size"] = size
    env.filters["led_to"] = led_to
    # Names with digits in them: templates themselves hold none.
    env.globals.update(HASH_NAME="SHA-256", ENCODING="带 BOM 的 UTF-8 编码", PLOTLY_SIZE=size(plotly_bytes()))
    env.filters["svg"] = lambda drawing: svg(drawing, env)
    return env


def line(kind: str, **values: object) -> str:
    """A line of a joint page by the macro of its name in `_lines.html`: written once, with what it tells of, and kept."""
    macro = getattr(environment().get_template("pages/_lines.html").module, kind)
    return str(macro(**values))


def svg(drawing: Drawing, env: Environment) -> Markup:
    return Markup(flow_svg(drawing, env) if drawing.kind == "flow" else static_svg(drawing, env))


def size(count: int) -> str:
    """A file's size as people say it.

    >>> size(900), size(245829)
    ('900 字节', '240 KB')
    """
    if count < 1024:
        return f"{count} 字节"
    if count < 1024 * 1024:
        return f"{count // 1024} KB"
    return f"{count / 1024 / 1024:.1f} MB"
