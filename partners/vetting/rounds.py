"""What a round of review may bring up, and by when a weakness has to be mended. Plain values in, plain values out."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

SEVERITIES = ("critical", "high", "medium", "low")
TYPES = ("blocking", "advice")
# How long somebody may take to mend a vulnerability.
MENDING = {
    "critical": timedelta(days=10),
    "high": timedelta(days=28),
    "medium": timedelta(days=84),
    "low": timedelta(days=175),
}
# What is bad enough to be brought up although an earlier round should have.
GRAVE = ("critical", "high")


def mend_by(requirement_kind: str, severity: str, found_at: datetime) -> datetime | None:
    """Return by when a finding has to be mended: vulnerabilities have a deadline of their own, others have none."""
    return found_at + MENDING[severity] if requirement_kind == "security" else None


def fingerprint(kind: str, file_sha256: str, data: Mapping[str, Any]) -> str:
    """Return what tells whether evidence has changed: of a file its content, whatever its name; else what was said."""
    shown = file_sha256 or json.dumps(data, sort_keys=True, separators=(",", ":"))
    return sha256(f"{kind}:{shown}".encode()).hexdigest()


def is_late(code: str, shown: str, *, seen: Collection[str], open_codes: Collection[str]) -> bool:
    """Whether a finding should have come in an earlier round.

    So it is when a reviewer had the same evidence (`shown`, its fingerprint) in hand then, and did not find it: a round
    looks only at what is open and at what the partner has changed.
    """
    return shown in seen and code not in open_codes
