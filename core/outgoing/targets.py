"""Where a request may go: the address in a URL is read strictly, resolved once, and checked before any connection."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import httpx

from core.outgoing import addresses
from core.outgoing.deadlines import Deadline
from core.outgoing.failures import NotReached
from core.outgoing.resolving import Resolve, addresses_of, ask_system

LONGEST_URL = 2_000
DEFAULT_PORTS = {"https": 443, "http": 80}


@cache
def trusted_authorities() -> ssl.SSLContext:
    """Return the usual authorities, or those in the file that the variable SSL_CERT_FILE names; TLS 1.2 or newer."""
    context = httpx.create_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be reached: public addresses by HTTPS on `ports`; in `opened` networks also by HTTP, on any port.

    `resolve` and `tls` are the system's unless given.
    """

    opened: tuple[addresses.Network, ...] = ()
    ports: frozenset[int] = frozenset({443, 8443})
    resolve: Resolve = ask_system
    tls: Callable[[], ssl.SSLContext] = field(default=trusted_authorities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that was checked, with the addresses it was checked for; `host` is in ASCII."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[str, ...]


def read_url(text: str) -> httpx.URL:
    """Read an absolute URL of the web, its host as ASCII. Raises NotReached ("url-malformed", "url-credentials")."""
    malformed = NotReached(
        "url-malformed", "The address is not a complete web address. Give one such as https://example.org/page."
    )
    if not text or len(text) > LONGEST_URL or any(c.isspace() or not c.isprintable() for c in text) or "\\" in text:
        raise malformed
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        raise malformed from None
    if url.scheme not in DEFAULT_PORTS or not host or url.port == 0:
        raise malformed
    if url.userinfo:
        raise NotReached("url-credentials", "The address holds a user name or password. Leave them away.")
    return url.copy_with(fragment=None)


def aim(text: str, reach: Reach, deadline: Deadline) -> Target:
    """Read a URL, resolve its host and check everything about it. Raises NotReached."""
    url = read_url(text)
    host, port = url.raw_host.decode("ascii").strip("[]"), url.port or DEFAULT_PORTS[url.scheme]
    found = addresses_of(host, reach.resolve, deadline)
    if not _all_opened(found, reach):
        _check_public(found, host)
        if url.scheme != "https":
            raise NotReached("https-required", f"{url.scheme}:// is not encrypted. Give an address with https://.")
        if port not in reach.ports:
            known = ", ".join(str(port) for port in sorted(reach.ports))
            raise NotReached("port-not-allowed", f"Port {port} is not asked. Serve it on one of: {known}.")
    return Target(url=url, host=host, port=port, addresses=tuple(found))


def _all_opened(found: list[str], reach: Reach) -> bool:
    try:
        return all(addresses.is_opened(addresses.read_address(text), reach.opened) for text in found)
    except ValueError:
        return False


def _check_public(found: list[str], host: str) -> None:
    """Refuse the host when a single one of its addresses is not public: which one is used is chance."""
    try:
        public = all(addresses.is_public(addresses.read_address(text)) for text in found)
    except ValueError:
        public = False
    if not public:
        raise NotReached(
            "address-not-public",
            f"{host} leads to an address that is not public. Give an address that anybody on the internet can reach.",
        )
