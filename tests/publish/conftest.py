"""Published data of several departments, years and regions, written once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.made import ORG, TEXT, catalogue_of, of_org, write_data, write_reports

ROWS = """file,org_id,region,published_on
a.txt,qlhh,甲省青澜市,2025-09-20
b.txt,qlhh,甲省青澜市,2025-08-01
c.txt,qlhh,甲省青澜市,2024-09-12
d.txt,slj,假省青澜市,
e.txt,zx,,
"""
NAMELESS = "河湖观测服务中心"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three departments: one of two years and a superseded version, regions that read alike, one without a region."""
    spoilt = TEXT.replace("\t1.05\n", "\t1,05\n").replace("一、教育支出", "=教育支出")
    assert spoilt.count("1,05") == 1
    texts = {
        "a.txt": spoilt,
        "b.txt": TEXT.replace("85.00", "86.00"),
        "c.txt": of_org(ORG, 2023),
        "d.txt": of_org("云岭市水利局", 2023),
        "e.txt": of_org(NAMELESS).replace("青澜市", ""),
    }
    folder = tmp_path_factory.mktemp("published")
    reports = write_reports(folder / "reports", texts, ROWS)
    return write_data(catalogue_of(reports), [], reports, folder / "data")
