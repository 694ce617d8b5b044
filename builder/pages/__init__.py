"""Step 7: published data → views → charts and finished HTML. Knows nothing of the site generator."""

from builder.pages.before import PagesBefore, pages_version
from builder.pages.plots import plotly_script
from builder.pages.render import render_pages

__all__ = ["PagesBefore", "pages_version", "plotly_script", "render_pages"]
