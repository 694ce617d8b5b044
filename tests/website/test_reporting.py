"""Where a reader reports an error: which addresses are taken, and what stands in the form before a reader writes."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from builder.errors import UsageError
from builder.website.reporting import report_form, report_words


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("", ""),
        ("  ", ""),
        ("a@example.org", "mailto:a@example.org?subject={title}&amp;body={body}"),
        ("mailto:a@example.org?cc=b@example.org", "mailto:a@example.org?cc=b@example.org"),
        (
            "https://example.org/x/issues/new",
            "https://example.org/x/issues/new?title={title}&amp;body={body}",
        ),
        ("https://example.org/form", "https://example.org/form"),
        ("https://example.org/f?q={body}", "https://example.org/f?q={body}"),
        ('https://example.org/"><b>', "https://example.org/&quot;&gt;&lt;b&gt;"),
    ],
)
def test_an_address_becomes_a_form(address: str, form: str) -> None:
    assert report_form(address) == form


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org", "example.org"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="report_error"):
        report_form(address)


def test_a_report_names_the_page_its_file_and_the_hash() -> None:
    words = report_words(
        {"title": "甲局 & 乙", "source": ("源文件：a.pdf", "SHA-256：12ab"), "version": "1a"}
    )
    assert unquote(words["report_title"]) == "报告错误：甲局 & 乙"
    body = unquote(words["report_body"])
    assert "源文件：a.pdf\nSHA-256：12ab\n数据版本：1a\n" in body
    assert not set("&\"'<> ") & set(words["report_body"])
