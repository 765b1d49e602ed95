"""Web pages that customers rely on: they answer, and are what they should be."""

from partners.vetting.checks.facts import Facts, Observation, Result, judged
from partners.vetting.checks.reaching import CODES as REACHING
from partners.vetting.checks.reaching import gathered, not_answering_well
from partners.vetting.checks.reading import rows, shown, text, whole

LANDING_CODES = REACHING
SUPPORT_CODES = (*REACHING, "support_without_contact")
PRIVACY_CODES = (*REACHING, "privacy_not_about_data", "privacy_too_short")
SHORTEST_POLICY = 600


def check_landing(facts: Facts) -> Result:
    """Pass when the page answers with success."""
    wrong = not_answering_well(gathered(facts, "page"))
    return judged([wrong] if wrong else [])


def check_support(facts: Facts) -> Result:
    """Pass when the page answers and shows a way to write or to call."""
    found = gathered(facts, "page")
    if wrong := not_answering_well(found):
        return judged([wrong])
    if rows(found, "contacts"):
        return judged([])
    return judged([Observation("support_without_contact", {"address": shown(text(found, "url"))})])


def check_privacy(facts: Facts) -> Result:
    """Pass when the page answers, speaks of personal data, and is no mere sentence."""
    found = gathered(facts, "page")
    if wrong := not_answering_well(found):
        return judged([wrong])
    address, letters = shown(text(found, "url")), whole(found, "letters") or 0
    wanting = []
    if found.get("personal_data") is not True:
        wanting.append(Observation("privacy_not_about_data", {"address": address}))
    if letters < SHORTEST_POLICY:
        values = {"address": address, "letters": str(letters), "least": str(SHORTEST_POLICY)}
        wanting.append(Observation("privacy_too_short", values))
    return judged(wanting)
