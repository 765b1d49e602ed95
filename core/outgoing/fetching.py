"""One request to an address that somebody else named."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

import httpcore
import httpx

from core.outgoing.bodies import read_body
from core.outgoing.certificates import Certificate, certificate_of, tls_failure
from core.outgoing.connecting import CheckedBackend
from core.outgoing.deadlines import Deadline
from core.outgoing.failures import NotReached
from core.outgoing.targets import Reach, Target, aim

LARGEST_BODY = 1 << 20
SECONDS = 10.0
_REDIRECTS = {301, 302, 303, 307, 308}
_OWN_HEADERS = {
    "User-Agent": "Guichet-Probe/1",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, identity;q=0.5",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: header names in lower case, `elapsed` in seconds, `url` as it was after redirects."""

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float
    certificate: Certificate | None = None

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def text(self) -> str:
        """The body as text: in the charset the answer names, else UTF-8, what cannot be read as a question mark."""
        charset = httpx.Headers(dict(self.headers)).get("content-type", "").partition("charset=")[2]
        try:
            return self.body.decode(charset.split(";")[0].strip(' "') or "utf-8", errors="replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    method: str
    headers: Mapping[str, str]
    body: bytes
    max_bytes: int
    cut: bool


def fetch(
    url: str,
    *,
    reach: Reach,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = SECONDS,
    max_bytes: int = LARGEST_BODY,
    cut: bool = False,
    redirects: int = 0,
) -> Answer:
    """Ask once, within `seconds` for everything together, and return the answer whatever its status.

    No credentials, cookies or proxies of ours take part. A redirect is an answer unless `redirects` are asked for;
    then each hop is checked like the first, as a GET. A body over `max_bytes` is refused, or `cut`. Raises NotReached;
    must not be called inside a transaction.
    """
    deadline = Deadline(seconds)
    target = aim(url, reach, deadline)
    request = _Request(
        method=method, headers={**_OWN_HEADERS, **(headers or {})}, body=body, max_bytes=max_bytes, cut=cut
    )
    for _hop in range(redirects + 1):
        answer = _ask(target, request, reach=reach, deadline=deadline)
        location = answer.headers.get("location", "")
        if not redirects or answer.status not in _REDIRECTS or not location:
            return answer
        target = aim(_joined(target, location), reach, deadline)
        request = replace(request, method="GET", body=b"")
    raise NotReached("too-many-redirects", f"The address redirects more than {redirects} times. Give the last one.")


def _joined(target: Target, location: str) -> str:
    try:
        return str(target.url.join(location))
    except (httpx.InvalidURL, ValueError, TypeError):
        raise NotReached("redirect-malformed", "The answer redirects to something that is not an address.") from None


def _ask(target: Target, request: _Request, *, reach: Reach, deadline: Deadline) -> Answer:
    try:
        with (
            httpcore.ConnectionPool(ssl_context=reach.tls(), network_backend=CheckedBackend(target, deadline)) as pool,
            pool.stream(
                request.method,
                str(target.url),
                headers=[("Host", target.url.netloc.decode("ascii")), *request.headers.items()],
                content=request.body,
            ) as response,
        ):
            return _received(response, target, request, deadline)
    except (httpcore.TimeoutException, TimeoutError):
        raise NotReached(
            "too-slow", f"There was no complete answer within {deadline.seconds:g} seconds. Answer faster."
        ) from None
    except httpcore.ConnectError as error:
        raise _not_connected(target, error) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
        raise NotReached(
            "answer-broken", f"{target.host} broke the connection off, or answered something that is not HTTP."
        ) from None


def _received(response: httpcore.Response, target: Target, request: _Request, deadline: Deadline) -> Answer:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    certificate = certificate_of(response.extensions["network_stream"].get_extra_info("socket"))
    body = b""
    if request.method != "HEAD":
        body = read_body(response.iter_stream(), headers, max_bytes=request.max_bytes, cut=request.cut)
    return Answer(
        url=str(target.url),
        status=response.status,
        headers=headers,
        body=body,
        elapsed=deadline.elapsed,
        certificate=certificate,
    )


def _not_connected(target: Target, error: httpcore.ConnectError) -> NotReached:
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
        return NotReached(*tls_failure(error))
    return NotReached(
        "unreachable", f"{target.host} does not accept connections on port {target.port}. Check that it is running."
    )
