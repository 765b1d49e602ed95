"""What a server shows at well-known places and in its handshake."""

from typing import Any

from partners.vetting.gatherers.given import Given, answered

_LONGEST_FILE = 10_000


def tls(given: Given) -> dict[str, Any]:
    """Connect to the address and keep what its TLS shows; whatever the status of the page."""
    answer = given.ask(given.address, cut=True, max_bytes=0)
    certificate = answer.certificate
    return answered(answer) | {
        "version": certificate.tls_version if certificate else "",
        "not_after": certificate.not_after.isoformat() if certificate else "",
    }


def security_txt(given: Given) -> dict[str, Any]:
    """Fetch /.well-known/security.txt (RFC 9116, section 3)."""
    answer = given.ask(given.under_domain("/.well-known/security.txt"), max_bytes=_LONGEST_FILE, redirects=3)
    return answered(answer) | {
        "content_type": answer.headers.get("content-type", "")[:100],
        "text": answer.text.replace("\0", ""),
    }
