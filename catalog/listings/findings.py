"""What staff may write when they send a version back. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

ABOUT = (
    "name",
    "summary",
    "description",
    "website",
    "video_url",
    "source_note",
    "logo",
    "screenshots",
    "kind",
    "compatibility",
    "categories",
    "tags",
    "integrations",
    "data_classes",
    "data_locations",
    "plans",
)
MOST_FINDINGS = 50
LONGEST_DETAIL = 2000
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def finding_errors(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what is wrong with the findings, by JSON pointer; nothing, if they can be kept."""
    if not 1 <= len(findings) <= MOST_FINDINGS:
        return [_error("", f"Send 1 to {MOST_FINDINGS} findings.")]
    return [error for number, finding in enumerate(findings) for error in _one(number, finding)]


def _one(number: int, finding: Mapping[str, Any]) -> list[dict[str, str]]:
    errors = []
    if finding.get("about") not in ABOUT:
        errors.append(_error(f"/{number}/about", f"Say what it is about: {', '.join(ABOUT)}."))
    detail = finding.get("detail")
    if not isinstance(detail, str) or not detail.strip() or len(detail) > LONGEST_DETAIL or _FORBIDDEN.search(detail):
        errors.append(_error(f"/{number}/detail", f"Say what to change, in at most {LONGEST_DETAIL} characters."))
    return errors


def _error(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": f"/findings{pointer}", "code": "invalid", "detail": detail}
