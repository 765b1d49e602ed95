"""What checks of things outside have in common: was it reached, and did it answer well?"""

from collections.abc import Mapping
from typing import Any

from partners.vetting.checks.facts import Facts, Observation
from partners.vetting.checks.reading import shown, table, text, whole

# Why `core.outgoing` did not get an answer, each as a code of findings.
REASONS = tuple(
    f"reach_{reason}"
    for reason in (
        "url_malformed", "url_credentials", "https_required", "port_not_allowed", "address_not_public",
        "name_not_found", "unreachable", "too_slow", "tls_failed", "tls_too_old", "certificate_expired",
        "certificate_untrusted", "answer_broken", "body_too_large", "body_damaged", "encoding_unknown",
        "redirect_malformed", "too_many_redirects",
    )
)  # fmt: skip
CODES = (*REASONS, "reach_other", "status_not_ok")
_OK = range(200, 300)


def gathered(facts: Facts, gatherer: str) -> Mapping[str, Any]:
    """Return what a gatherer brought."""
    return table(facts.gathered, gatherer)


def not_reached(found: Mapping[str, Any]) -> Observation | None:
    """Return why nothing answered, or None when something did."""
    if not found:
        return Observation("reach_other", {"address": "–"})
    if "unreached" not in found:
        return None
    code = "reach_" + text(found, "unreached").replace("-", "_")
    return Observation(code if code in REASONS else "reach_other", {"address": shown(text(found, "url"))})


def not_answering_well(found: Mapping[str, Any]) -> Observation | None:
    """Return why the answer is not one of success, or None when it is."""
    if observation := not_reached(found):
        return observation
    status = whole(found, "status")
    if status in _OK:
        return None
    return Observation("status_not_ok", {"address": shown(text(found, "url")), "status": shown(status)})
