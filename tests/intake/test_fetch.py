"""Fetching from an address that a stranger gave: what is asked, what is not, and where it stops."""

from __future__ import annotations

import socket

import pytest

from builder.intake.fetch import Bounds, RefusedError, UnreachableError, checked_address, fetch, is_public
from tests.publish.made import TEXT

HERE = Bounds(seconds=10, mib=1, private=True)


def test_a_file_is_fetched_over_redirects(server: str) -> None:
    answer = fetch(f"{server}/again", HERE)
    assert (answer.status, answer.body, answer.moved) == (200, TEXT.encode(), False)
    assert fetch(f"{server}/moved", HERE).moved
    assert fetch(f"{server}/gone", HERE).status == 410


@pytest.mark.parametrize("path", ["/report.txt", "/again"])
def test_an_address_of_one_s_own_network_is_not_asked(server: str, path: str) -> None:
    with pytest.raises(RefusedError, match="private network"):
        fetch(server + path, Bounds(seconds=10))


@pytest.mark.parametrize(
    ("path", "words"), [("/round", "redirects"), ("/file", "http or https"), ("/large", "larger than 1 MB")]
)
def test_it_stops_at_the_bounds(server: str, path: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        fetch(server + path, HERE)


def test_a_redirect_into_a_private_network_is_not_followed(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address counts as public here, the second is one that clouds answer with secrets."""
    real = is_public
    monkeypatch.setattr("builder.intake.fetch.is_public", lambda ip: ip == "127.0.0.1" or real(ip))
    with pytest.raises(RefusedError, match="private network"):
        fetch(f"{server}/inside", Bounds(seconds=10))


def test_a_name_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (ip, 80)) for ip in ("1.1.1.1", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with pytest.raises(RefusedError, match="private network"):
        fetch("http://rebinding.example/")


def test_who_answers_too_slowly_or_not_at_all_is_unreachable(server: str) -> None:
    with pytest.raises(UnreachableError):
        fetch(f"{server}/slow", Bounds(seconds=1, private=True))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        with pytest.raises(UnreachableError, match="cannot be reached"):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/", HERE)


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://u:p@a.example/",
        "http://a.example:22/", "http://a.example:99999/", "http://a.example/\nX: y", "http://a.example/ b", "//a.example",
        "http://[::1", "http://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        checked_address(url)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1",
        "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "255.255.255.255",
    ],
)  # fmt: skip
def test_private_addresses_in_every_dress(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)
