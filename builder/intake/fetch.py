"""One file from an address that a stranger gave: bounded in time, size and redirects, and from the open internet only.

The name is resolved once and the connection made to that very address: a name that answers differently the second time
leads nowhere else. No proxy, no cookie, no credential; whatever is sent is the address and a name of ours.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from builder.errors import SourceError

_AGENT = "mingbai (+a portal of published final accounts)"
_MOVED = {301, 302, 303, 307, 308}
#: The address of the file itself has moved, and not only for now.
_FOR_GOOD = {301, 308}
_CHUNK = 64 * 1024
#: Besides these, only ports that no system service has.
_PORTS = {80, 443}
_OPEN_PORTS_FROM = 1024
_ADDRESS_LENGTH = 2000
_SAFE = "/:?#[]@!$&'()*+,;=%~"
#: Addresses that hold another address, which then counts.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost. `seconds` for everything together. `private`: addresses of one's own network, too."""

    seconds: int = 60
    mib: int = 60
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: its own last address, the status, the file and what its sender calls it."""

    url: str
    status: int
    kind: str  # the media type, without what stands behind it
    name: str
    body: bytes
    moved: bool  # for good


class UnreachableError(SourceError):
    """Nothing was answered, or not in time. It says nothing about whether the file is there for others."""


class RefusedError(SourceError):
    """An address that is not asked at all, or an answer beyond the bounds."""


def fetch(url: str, bounds: Bounds = Bounds()) -> Fetched:  # noqa: B008  it cannot be changed
    """The file at an address, whatever its status. Raises RefusedError or UnreachableError."""
    deadline = time.monotonic() + bounds.seconds
    moved, first = True, url
    for _ in range(bounds.redirects + 1):
        parts = checked_address(url)
        connection = _connection(parts, bounds, deadline, first)
        try:
            connection.request("GET", _target(parts), headers={"User-Agent": _AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            aim = answer.getheader("Location")
            if answer.status in _MOVED and aim:
                moved = moved and answer.status in _FOR_GOOD
                url = urljoin(url, _as_printed(aim))
                continue
            body = _body(answer, bounds, deadline, first)
            kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
            name = _name(answer.getheader("Content-Disposition") or "", parts)
            return Fetched(url, answer.status, kind, name, body, moved and url != first)
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(first, error) from error
        finally:
            connection.close()
    raise RefusedError(
        f"转了 {bounds.redirects} 次还没有到", f"more than {bounds.redirects} redirects", source=first
    )


def checked_address(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises RefusedError for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("网址写得不对", "no valid address", source=url) from error
    fine = parts.scheme in {"http", "https"} and parts.hostname and len(url) <= _ADDRESS_LENGTH
    if not fine or any(ord(char) <= ord(" ") or ord(char) == 0x7F for char in url):
        raise RefusedError(
            "只收 http 和 https 的网址", "only addresses with http or https are taken", source=url
        )
    if parts.username is not None or parts.password is not None:
        raise RefusedError(
            "网址里不能有用户名和密码", "the address holds a user name or a password", source=url
        )
    if port is not None and port not in _PORTS and port < _OPEN_PORTS_FROM:
        raise RefusedError(f"不访问端口 {port}", f"port {port} is not asked", source=url)
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet; one that holds another is judged by that.

    >>> is_public("1.1.1.1"), is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _connection(
    parts: SplitResult, bounds: Bounds, deadline: float, source: str
) -> http.client.HTTPConnection:
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise _unreachable(source, error) from error
    if not bounds.private and not all(is_public(address) for address in found):
        raise RefusedError(
            "网址指向内部网络，不访问",
            "the address leads into a private network and is not asked",
            source=source,
        )
    connection = http.client.HTTPConnection(host, port, timeout=_left(deadline, source))
    connection.default_port = 443 if secure else 80  # what needs not be said to the host
    try:
        connection.sock = socket.create_connection((found[0], port), timeout=_left(deadline, source))
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    except OSError as error:
        connection.close()
        raise _unreachable(source, error) from error
    return connection


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    return quote(f"{path}?{parts.query}" if parts.query else path, safe=_SAFE)


def _as_printed(aim: str) -> str:
    """A header's bytes as the UTF-8 that servers mean."""
    try:
        return aim.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return aim


def _body(answer: http.client.HTTPResponse, bounds: Bounds, deadline: float, source: str) -> bytes:
    most, parts, size = bounds.mib * 1024 * 1024, list[bytes](), 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > most:
            raise RefusedError(
                f"文件超过 {bounds.mib} MB", f"the file is larger than {bounds.mib} MB", source=source
            )
        parts.append(chunk)
        _left(deadline, source)
    return b"".join(parts)


def _name(disposition: str, parts: SplitResult) -> str:
    """What the sender calls the file; it is only ever shown, never used as a name on disk."""
    message = Message()
    message["Content-Disposition"] = disposition
    told = message.get_filename()
    return _as_printed(told) if told else unquote(parts.path.rsplit("/", 1)[-1])


def _left(deadline: float, source: str) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise UnreachableError("规定时间内没有取完", "it took too long", source=source)
    return left


def _unreachable(source: str, error: Exception) -> UnreachableError:
    told = " ".join(str(error).split()) or type(error).__name__
    return UnreachableError(f"从这里打不开（{told}）", f"cannot be reached from here ({told})", source=source)
