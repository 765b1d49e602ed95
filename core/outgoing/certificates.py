"""What a TLS connection shows of the server."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The protocol agreed on ("TLSv1.3") and until when the certificate, which was verified, is good."""

    tls_version: str
    not_after: datetime


def certificate_of(secured: object) -> Certificate | None:
    """Return what a verified connection shows; None without TLS."""
    if not isinstance(secured, ssl.SSLSocket):
        return None
    not_after = str((secured.getpeercert() or {}).get("notAfter", ""))
    if not not_after:
        return None
    return Certificate(
        tls_version=secured.version() or "",
        not_after=datetime.fromtimestamp(ssl.cert_time_to_seconds(not_after), UTC),
    )


def tls_failure(error: BaseException) -> tuple[str, str]:
    """Return code and sentence for a handshake that failed."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _not_accepted(cause.verify_message)
    if isinstance(cause, ssl.SSLError) and (cause.reason or "") in _TOO_OLD:
        return "tls-too-old", "The server does not speak TLS 1.2 or newer. Switch it on."
    return "tls-failed", "The server does not complete a TLS handshake. Check that it serves HTTPS on this port."


# As OpenSSL names them.
_TOO_OLD = {"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION"}


def _not_accepted(message: str) -> tuple[str, str]:
    if "expired" in message:
        return "certificate-expired", "The certificate has expired. Renew it."
    sentence = (
        f"The certificate is not accepted ({message}). Serve one for this name, with its chain, from an authority that"
        " browsers trust."
    )
    return "certificate-untrusted", sentence
