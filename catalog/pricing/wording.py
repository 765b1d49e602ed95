"""Prices in words, in the language of the reader."""

from typing import Any

from django.utils.translation import gettext as _

from catalog.pricing import schemes
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from catalog.pricing.telling import conditions_told, steps_told
from catalog.pricing.writing import money, number, percent, shown
from core.periods import Interval


def price_sentence(rule: Rule) -> str:
    """Say a price in one line: “€12.50 per seat and month”, « 12,50 € par utilisateur et par mois »."""
    scheme = schemes.of(rule.scheme)
    said = {"amount": money(scheme.unit_price(rule.terms), rule.currency), "unit": rule.unit}
    yearly = rule.interval == Interval.YEAR
    match scheme.counts:
        case Counts.NOTHING:
            return (_("%(amount)s per year") if yearly else _("%(amount)s per month")) % said
        case Counts.SEATS:
            return (_("%(amount)s per seat and year") if yearly else _("%(amount)s per seat and month")) % said
        case Counts.UNITS:
            return _of_units(rule, said, yearly=yearly)
        case _:
            return _of_money(rule, said)


def _of_units(rule: Rule, said: dict[str, str], *, yearly: bool) -> str:
    """Say the price of units: by their number, in packages or blocks, or for the room that they need."""
    terms = rule.terms
    match rule.scheme:
        case "package" | "block":
            size = terms["package_size"] if rule.scheme == "package" else terms["tiers"][0]["block_size"]
            return _("%(amount)s for each %(size)s %(unit)s") % {**said, "size": number(size)}
        case "capacity":
            return (
                _("from %(amount)s per year, by peak of %(unit)s")
                if yearly
                else _("from %(amount)s per month, by peak of %(unit)s")
            ) % said
    tiered = "tiers" in terms and len(terms["tiers"]) > 1
    if rule.meter is not None:
        return (_("%(amount)s per %(unit)s at first, in tiers") if tiered else _("%(amount)s per %(unit)s")) % said
    if tiered:
        sentence = (
            _("%(amount)s per %(unit)s and year at first, in tiers")
            if yearly
            else _("%(amount)s per %(unit)s and month at first, in tiers")
        )
        return sentence % said
    return (_("%(amount)s per %(unit)s and year") if yearly else _("%(amount)s per %(unit)s and month")) % said


def _of_money(rule: Rule, said: dict[str, str]) -> str:
    """Say a share of money, or prices by the values of dimensions."""
    terms = rule.terms
    match rule.scheme:
        case "percentage":
            rate = {**said, "rate": percent(terms["rate_percent"])}
            if "fixed_fee" in terms:
                return _("%(rate)s and %(amount)s of each transaction") % rate
            return _("%(rate)s of each transaction") % rate
        case "graduated_percentage":
            return _("%(rate)s of the amount at first, in tiers") % {"rate": percent(terms["tiers"][0]["rate_percent"])}
        case "dynamic":
            return _("what each event says, times %(factor)s") % {"factor": number(terms["multiplier"])}
        case _:
            return _("from %(amount)s, by %(dimensions)s") % {**said, "dimensions": ", ".join(terms["dimensions"])}


def price_json(rule: Rule) -> dict[str, Any]:
    """Return a price as the API shows it: its terms, the amount shown first, a sentence, and what it does not say."""
    amount = schemes.of(rule.scheme).unit_price(rule.terms)
    return {
        **rule.said(),
        "unit": rule.unit or schemes.of(rule.scheme).unit,
        "unit_price": {"amount": str(shown(amount, rule.currency)), "currency": rule.currency},
        "sentence": price_sentence(rule),
        "steps": steps_told(rule),
        "more": conditions_told(rule),
    }
