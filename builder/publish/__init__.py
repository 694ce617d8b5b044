"""Step 6: reports → the public data: CSV by the contract, one JSON a report, an index. Bytes depend on input only."""

from builder.publish.catalogue import Catalogue, Department, Version, arrange
from builder.publish.write import write_data

__all__ = ["Catalogue", "Department", "Version", "arrange", "write_data"]
