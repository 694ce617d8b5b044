"""Step 6: reports → the public data: CSV by the contract, one JSON a report, an index. Bytes depend on input only."""

from builder.publish.accepted import attach, load_accepted
from builder.publish.catalogue import Catalogue, Department, Version, arrange
from builder.publish.pictures import write_pictures
from builder.publish.told import Before, Told
from builder.publish.write import Writing, write_data
from builder.publish.years import whole_department, with_last_years

__all__ = [
    "Before",
    "Catalogue",
    "Department",
    "Told",
    "Version",
    "Writing",
    "arrange",
    "attach",
    "load_accepted",
    "whole_department",
    "with_last_years",
    "write_data",
    "write_pictures",
]
