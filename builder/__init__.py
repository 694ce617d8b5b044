"""明白账 (Mingbai): final accounts of Chinese departments, read, checked and shown on a static site."""

__version__ = "0.1.0"
