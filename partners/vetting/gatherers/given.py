"""What gatherers start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.outgoing.failures import NotReached
from core.outgoing.fetching import Answer, fetch
from core.outgoing.targets import Reach, read_url

SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The evidence as it came, what is known of the partner, and how far requests may reach.

    `subject` holds `website`, where a partner's profile names one, and what proves it is us: `domain_token` and
    `webhook_secret`. `nameservers` are asked for TXT records where they are not the system's ("192.0.2.1:53").
    """

    evidence: Mapping[str, Any]
    subject: Mapping[str, Any]
    reach: Reach
    nameservers: tuple[str, ...] = ()
    seconds: float = field(default=SECONDS)

    @property
    def address(self) -> str:
        """The address in the evidence, or else the partner's web site."""
        return str(self.evidence.get("url") or self.subject.get("website") or "")

    @property
    def domain(self) -> str:
        """The domain in the evidence, or else the host of the address, in ASCII. Raises NotReached."""
        named = self.evidence.get("domain")
        return read_url(f"https://{named}/" if named else self.address).raw_host.decode("ascii")

    def under_domain(self, path: str) -> str:
        """Return an address of the domain: at the address's own scheme and port where that is its host."""
        if self.evidence.get("domain"):
            return f"https://{self.domain}{path}"
        url = read_url(self.address)
        return str(url.copy_with(path=path, query=None))

    def ask(self, url: str, **options: Any) -> Answer:  # noqa: ANN401 - as `fetch` takes them
        """Fetch within these bounds. Raises NotReached."""
        return fetch(url, reach=self.reach, seconds=self.seconds, **options)


def unreached(url: str, failure: NotReached) -> dict[str, Any]:
    """Return what is kept of an address that did not answer."""
    return {"url": url[:300], "unreached": failure.code}


def answered(answer: Answer) -> dict[str, Any]:
    """Return what is kept of every answer: address after redirects, status, milliseconds."""
    return {"url": answer.url[:300], "status": answer.status, "milliseconds": round(answer.elapsed * 1000)}
