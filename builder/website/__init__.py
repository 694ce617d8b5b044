"""Step 8: finished pages → a website with its frame and search, swapped in whole or not at all."""

from builder.website.build import build_website
from builder.website.settings import Settings, read_settings
from builder.website.swap import clear_up

__all__ = ["Settings", "build_website", "clear_up", "read_settings"]
