"""Writes made reports in the other formats that departments publish, each with the same facts as the PDF.

What a report says is put together once (`content`); each writer sets it the ways its format is really used.
"""
