"""What may be written into an offer or a plan. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NotRequired

from catalog.offers.registers import INTEGRATIONS, PLACES, tags_of
from catalog.pricing.rule import PriceTerms
from core.texts import Check, text_check
from partners.programmes.facts import FACTS

NAME, SUMMARY, DESCRIPTION, WEBSITE, SOURCE_NOTE = 120, 300, 10_000, 300, 300
MOST_SCREENSHOTS, ALT = 8, 200
MOST_CATEGORIES = 10
CATEGORY_SLUG, CATEGORY_NAME = 60, 80
MOST_TAGS, SHORTEST_TAG, LONGEST_TAG = 10, 2, 30
MOST_PLACES = 30
MOST_PLANS = 20
PLAN_CODE, PLAN_NAME = 40, 80
# A public plan is there for everybody, a private one for customers who were named.
VISIBILITIES = PUBLIC, PRIVATE = "public", "private"
# The kinds of data that conditions of requirements know.
DATA_CLASSES = tuple(FACTS["data_classes"].choices or ())
# A product stands by itself; an add-on complements others.
KINDS = tuple(FACTS["offer_kind"].choices or ())
# The languages that texts may be written in besides the one of the offer itself, and the texts that may.
LANGUAGES = ("en", "fr")
TRANSLATED = ("summary", "description")
PRODUCT, ADD_ON = "product", "add_on"
NO_DATA = "none"
LAST_POSITION = 32_767
PLAN_CODE_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,39}$"
PLAN_CODE_SAID = f"Use 1 to {PLAN_CODE} lower-case letters, digits, hyphens or underscores, such as “team-yearly”."
_PLAN_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
# A host with a dot or an address in brackets, perhaps a port, then anything that is no blank, quote or bracket.
_BAD = r"\s<>\"\\^`{|}"
_HOST = rf"[^{_BAD}/?#@:\[\]]+"
_WEBSITE = re.compile(rf"https?://({_HOST}\.{_HOST}|\[[0-9a-f:.]+\])(:[0-9]{{1,5}})?([/?#][^{_BAD}]*)?", re.IGNORECASE)


class PlanDraft(PriceTerms):
    """A plan to be added; without a position it comes after the plans there are."""

    code: str
    name: str
    position: NotRequired[int | None]
    visibility: NotRequired[str]
    stands_in_for: NotRequired[str]


def offer_errors(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each field of an offer that cannot be accepted, a sentence that says what to do."""
    return _errors(fields, _OFFER)


def plan_errors(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each field of a plan that cannot be accepted, a sentence that says what to do."""
    return _errors(fields, _PLAN)


def _errors(fields: Mapping[str, Any], checks: Mapping[str, Check]) -> dict[str, str]:
    found = {name: checks[name](value) for name, value in fields.items() if name in checks}
    return {name: sentence for name, sentence in found.items() if sentence}


def _website(value: Any) -> str | None:  # noqa: ANN401
    problem = text_check(WEBSITE)(value)
    if problem or value == "":
        return problem
    if _WEBSITE.fullmatch(value):
        return None
    return "Send an address that begins with https:// or http://, or an empty string."


def _translations(value: Any) -> str | None:  # noqa: ANN401
    """Say what is wrong with the texts in further languages: an object of objects with a summary or a description."""
    if not isinstance(value, dict) or not all(isinstance(texts, dict) for texts in value.values()):
        return "Send an object such as {“fr”: {“summary”: “…”, “description”: “…”}}."
    if unknown := sorted(set(value) - set(LANGUAGES), key=str):
        return f"There is no language {unknown[0]!s:.20} here. Use any of: {', '.join(LANGUAGES)}."
    for language, texts in value.items():
        if unknown := sorted(set(texts) - set(TRANSLATED), key=str):
            return f"{language}: only {' and '.join(TRANSLATED)} are translated, not {unknown[0]!s:.40}."
        problems = (_OFFER[field](text) for field, text in texts.items())
        if problem := next((problem for problem in problems if problem), None):
            return f"{language}: {problem}"
    return None


def _video_url(value: Any) -> str | None:  # noqa: ANN401
    problem = text_check(WEBSITE)(value)
    if problem or value == "":
        return problem
    if value.lower().startswith("https://") and _WEBSITE.fullmatch(value):
        return None
    return "Send an address that begins with https://, or an empty string. It is linked, never shown within our pages."


def _screenshots(value: Any) -> str | None:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(shot, Mapping) for shot in value):
        return "Send a list of screenshots, each with its alternative text."
    if len(value) > MOST_SCREENSHOTS:
        return f"Show at most {MOST_SCREENSHOTS} screenshots."
    problems = (text_check(ALT, required=True)(shot.get("alt")) for shot in value)
    problem = next((f"Screenshot {n}: {said}" for n, said in enumerate(problems, 1) if said), None)
    if problem:
        return f"{problem} The alternative text says what is to be seen, to those who do not see it."
    seen = [shot.get("sha256") for shot in value]
    return "Show each picture once." if len(set(seen)) != len(seen) else None


def _categories(value: Any) -> str | None:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
        return "Send a list of category slugs, as GET /api/v1/categories names them."
    if len(value) > MOST_CATEGORIES:
        return f"Choose at most {MOST_CATEGORIES} categories."
    return "Name each category once." if len(set(value)) != len(value) else None


def _tags(value: Any) -> str | None:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "Send a list of tags, such as “project-planning”."
    tags = tags_of(value)
    if len(tags) > MOST_TAGS:
        return f"Use at most {MOST_TAGS} tags."
    bad = next((tag for tag in tags if not SHORTEST_TAG <= len(tag) <= LONGEST_TAG), None)
    if bad is None:
        return None
    return f"A tag has {SHORTEST_TAG} to {LONGEST_TAG} letters, digits and hyphens, and “{bad[:60]}” has {len(bad)}."


def _chosen_of(known: Collection[str], what: str, most: int) -> Check:
    """Return a check of a list of codes out of a register, each once."""

    def check(value: Any) -> str | None:  # noqa: ANN401
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return f"Send a list of the codes that {what} lists."
        if unknown := [one for one in value if one not in known]:
            return f"There is no “{unknown[0][:60]}”; {what} lists the codes that there are."
        if len(set(value)) != len(value):
            return "Name each once."
        return f"Name at most {most}." if len(value) > most else None

    return check


def _data_classes(value: Any) -> str | None:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(one, str) and one in DATA_CLASSES for one in value):
        return f"Send a list of any of: {', '.join(DATA_CLASSES)}."
    if len(set(value)) != len(value):
        return "Name each kind of data once."
    if NO_DATA in value and len(value) > 1:
        return f"Either no data of customers is handled or some is: leave “{NO_DATA}” out, or name nothing else."
    return None


def _kind(value: Any) -> str | None:  # noqa: ANN401
    return None if isinstance(value, str) and value in KINDS else f"Send one of: {', '.join(KINDS)}."


def _code(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, str) and _PLAN_CODE.fullmatch(value):
        return None
    return PLAN_CODE_SAID


def _visibility(value: Any) -> str | None:  # noqa: ANN401
    return None if isinstance(value, str) and value in VISIBILITIES else f"Send one of: {', '.join(VISIBILITIES)}."


def _stands_in_for(value: Any) -> str | None:  # noqa: ANN401
    return None if value == "" else _code(value)


def _position(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_POSITION:
        return None
    return f"Send a whole number from 0 to {LAST_POSITION}."


_OFFER: Mapping[str, Check] = {
    "name": text_check(NAME, required=True),
    "summary": text_check(SUMMARY, required=True),
    "description": text_check(DESCRIPTION, lines=True),
    "website": _website,
    "source_note": text_check(SOURCE_NOTE),
    "categories": _categories,
    "tags": _tags,
    "integrations": _chosen_of(INTEGRATIONS, "GET /api/v1/integrations", len(INTEGRATIONS)),
    "data_classes": _data_classes,
    "data_locations": _chosen_of(PLACES, "GET /api/v1/data-locations", MOST_PLACES),
    "translations": _translations,
    "screenshots": _screenshots,
    "video_url": _video_url,
    "kind": _kind,
}
_PLAN: Mapping[str, Check] = {
    "code": _code,
    "name": text_check(PLAN_NAME, required=True),
    "position": _position,
    "visibility": _visibility,
    "stands_in_for": _stands_in_for,
}
