"""What goes against a contract, said in English and French: what, why, and what to do. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from catalog.offers.compatibility.contract import ALL, Need

Texts = Mapping[str, str]
Names = Mapping[UUID, str]
_RULES: Mapping[str, tuple[str, str]] = {
    "at_most_base": ("at most as many as", "au plus autant que"),
    "equal_base": ("exactly as many as", "exactement autant que"),
    "at_least_base": ("at least as many as", "au moins autant que"),
}


def missing(subject: str, needs: Sequence[Need], names: Names, ends: Mapping[UUID, date], *, match: str) -> Texts:
    """Say that an add-on lacks what it needs; `ends` says of what is held still on which day it ends."""
    both = match == ALL
    en = _listed([_needed(need, names, ends, "en") for need in needs], " and " if both else " or ")
    fr = _listed([_needed(need, names, ends, "fr") for need in needs], " et " if both else " ou ")
    which_en, which_fr = (
        ("it", "cela") if len(needs) == 1 else (("all of it", "tout cela") if both else ("one", "l’un"))
    )
    return {
        "en": f"{subject} works only with {en}. Hold {which_en} as well, or do without {subject}.",
        "fr": f"{subject} ne fonctionne qu’avec {fr}. Prenez {which_fr} aussi, ou renoncez à {subject}.",
    }


def excluded(one: str, other: str, until: date | None) -> Texts:
    """Say that two offers must not be held together; `until` is the day on which one of them ends anyway."""
    en = f", or wait until one has ended on {until}" if until else ""
    fr = f", ou attendez que l’un ait pris fin le {until}" if until else ""
    return {
        "en": f"{one} and {other} do not work together. Leave out or cancel one of them{en}.",
        "fr": f"{one} et {other} ne fonctionnent pas ensemble. Laissez ou résiliez l’un des deux{fr}.",
    }


def uneven(rule: str, subject: str, quantity: int, base: str, bases: int) -> Texts:
    """Say that there are too many or too few of an add-on for its base."""
    en, fr = _RULES[rule]
    more, apart = quantity > bases, abs(quantity - bases)
    mine_en, theirs_en = ("fewer", "more") if more else ("more", "fewer")
    mine_fr, theirs_fr = ("moins", "plus") if more else ("plus", "moins")
    return {
        "en": f"There would be {quantity} of {subject} and {bases} of {base}, and there must be {en} of {base}."
        f" Hold {apart} {mine_en} of {subject}, or as many {theirs_en} of {base}.",
        "fr": f"Il y aurait {quantity} de {subject} et {bases} de {base}, et il en faut {fr} de {base}."
        f" Prenez {apart} de {mine_fr} de {subject}, ou autant de {theirs_fr} de {base}.",
    }


def _needed(need: Need, names: Names, ends: Mapping[UUID, date], language: str) -> str:
    known = names.get(need.offer)
    said = known or (f"the offer {need.offer}" if language == "en" else f"l’offre {need.offer}")
    if need.plans:
        plans = ", ".join(need.plans)
        said += f" (plan {plans})" if language == "en" else f" (formule {plans})"
    if need.offer in ends:
        said += f", which ends on {ends[need.offer]}" if language == "en" else f", qui prend fin le {ends[need.offer]}"
    return said


def _listed(parts: Sequence[str], joint: str) -> str:
    return joint.join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
