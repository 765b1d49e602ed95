"""What a version says of other offers, in the language of the reader."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


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
