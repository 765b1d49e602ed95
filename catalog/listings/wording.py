"""What a version says in codes and of other offers, in the language of the reader."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.offers.registers import integration_name, place_name
from partners.programmes.wording import badge, choice, language


def in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says of the codes of a listing: each with its name, and the kinds of data in a row."""
    said = language()
    return {
        "data": ", ".join(choice("data_classes", code) for code in facts.get("data_classes", ())),
        "integrations": [{"code": code, "name": integration_name(code, said)} for code in facts["integrations"]],
        "places": [{"code": code, "name": place_name(code, said)} for code in facts["data_locations"]],
        "badges": [{"code": code, "name": badge(code)} for code in facts["badges"]],
    }


def named_groups(contract: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the groups of other offers that a page names, each with a title and where it helps a note."""
    needs = contract["requires"]["offers"]
    groups = [
        {"title": _("Works with"), "offers": contract["complements"], "note": ""},
        {"title": _("Needs"), "offers": needs, "note": _needs_note(contract)},
        {"title": _("Not together with"), "offers": contract["excludes"], "note": ""},
    ]
    return [group for group in groups if group["offers"]]


def _needs_note(contract: Mapping[str, Any]) -> str:
    """Say whether one of several is enough, and in which quantity it is had."""
    notes, seats = [], contract["seats"]
    needs = contract["requires"]["offers"]
    if len(needs) > 1 and contract["requires"]["match"] == "any":
        notes.append(_("Any one of them is enough."))
    base = next((need["name"] for need in needs if need["offer"] == seats["offer"]), "")
    match seats["rule"]:
        case "at_most_base":
            notes.append(_("At most as many seats as of %(base)s.") % {"base": base})
        case "equal_base":
            notes.append(_("Exactly as many seats as of %(base)s.") % {"base": base})
        case "at_least_base":
            notes.append(_("At least as many seats as of %(base)s.") % {"base": base})
    return " ".join(notes)
