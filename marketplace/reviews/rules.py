"""Who may review an offer, and what may be written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.listings.ratings import BEST, WORST
from core.texts import Check, text_check

TITLE, TEXT, REASON = 120, 5_000, 500
# The official languages of the union that the platform can name in themselves.
LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "nl", "pl", "pt",
    "ro", "sk", "sl", "sv",
)  # fmt: skip


class Why(StrEnum):
    """Why an organisation may not review an offer."""

    OWN_OFFER = "own_offer"
    COMMON_MEMBER = "common_member"
    NEVER_HELD = "never_held"


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is between an organisation and an offer, ended things included."""

    is_own: bool
    shares_member: bool
    held: bool


def why_not(standing: Standing) -> Why | None:
    """Return why the organisation may not review the offer; None where it may.

    Whoever sells the offer, or has a person in common with who sells it, never may, whatever it holds.
    """
    if standing.is_own:
        return Why.OWN_OFFER
    if standing.shares_member:
        return Why.COMMON_MEMBER
    return None if standing.held else Why.NEVER_HELD


def review_errors(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each field of a review or reply that cannot be accepted, a sentence that says what to do."""
    found = {name: _CHECKS[name](value) for name, value in fields.items() if name in _CHECKS}
    return {name: sentence for name, sentence in found.items() if sentence}


def _stars(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, int) and not isinstance(value, bool) and WORST <= value <= BEST:
        return None
    return f"Give {WORST} to {BEST} whole stars."


def _language(value: Any) -> str | None:  # noqa: ANN401
    return None if value in LANGUAGES else f"Say in which language it is written: {', '.join(LANGUAGES)}."


_CHECKS: Mapping[str, Check] = {
    "stars": _stars,
    "title": text_check(TITLE, required=True),
    "text": text_check(TEXT, required=True, lines=True),
    "language": _language,
    "reason": text_check(REASON, required=True, lines=True),
}
