"""What a price says beyond its one line, sentence by sentence: its steps, and its conditions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.rule import Rule
from catalog.pricing.writing import money, number, percent
from core.periods import Interval

Row = Mapping[str, Any]


def steps_told(rule: Rule) -> list[str]:
    """Return a sentence for each step of the price; nothing where its one line says it all."""
    told = _STEPS.get(rule.scheme)
    return told(rule) if told else []


def conditions_told(rule: Rule) -> list[str]:
    """Return a sentence for each condition, in the order in which they take effect."""
    return [_CONDITIONS[code](rule, rule.conditions[code]) for code in CONDITIONS if code in rule.conditions]


def _tiers(rule: Rule) -> list[str]:
    """Say what each tier asks; of the volume scheme one tier prices all, of the others each its own part."""
    if len(rule.terms["tiers"]) == 1 and not _fee(rule, rule.terms["tiers"][0]):
        return []
    return [
        _span(rule, index) + ": " + " + ".join(filter(None, [_asked(rule, row), _fee(rule, row)]))
        for index, row in enumerate(rule.terms["tiers"])
    ]


def _span(rule: Rule, index: int) -> str:
    rows = rule.terms["tiers"]
    said = {"unit": rule.unit or rule.currency, "end": "", "begin": ""}
    if rows[index]["up_to"] is not None:
        said["end"] = number(rows[index]["up_to"])
    if index:
        said["begin"] = number(rows[index - 1]["up_to"])
    if not said["end"]:
        return _("above %(begin)s %(unit)s") % said if index else _("any number of %(unit)s") % said
    if rule.scheme in ("volume", "capacity"):
        return _("up to %(end)s %(unit)s in all") % said
    return _("above %(begin)s up to %(end)s %(unit)s") % said if index else _("the first %(end)s %(unit)s") % said


def _asked(rule: Rule, row: Row) -> str:
    if "rate_percent" in row:
        return percent(row["rate_percent"])
    if "price" in row:
        return money(row["price"], rule.currency)
    return _("%(amount)s each") % {"amount": money(row["unit_price"], rule.currency)}


def _fee(rule: Rule, row: Row) -> str:
    fee = row.get("flat_fee", "0")
    return _("%(amount)s once") % {"amount": money(fee, rule.currency)} if Decimal(fee) else ""


def _package(rule: Rule) -> list[str]:
    terms = rule.terms
    told = []
    if "free_units" in terms:
        told.append(_("%(count)s %(unit)s are free") % {"count": number(terms["free_units"]), "unit": rule.unit})
    if terms.get("rounding") == "down":
        told.append(_("a begun package costs nothing"))
    return told


def _blocks(rule: Rule) -> list[str]:
    told = []
    for row in rule.terms["tiers"]:
        said = {
            "size": number(row["block_size"]),
            "unit": rule.unit,
            "amount": money(row["price_per_block"], rule.currency),
            "blocks": row["max_blocks"],
        }
        told.append(
            _("blocks of %(size)s %(unit)s at %(amount)s") % said
            if row["max_blocks"] is None
            else _("up to %(blocks)s blocks of %(size)s %(unit)s at %(amount)s each") % said
        )
    if len(told) > 1 and rule.terms["mode"] == "top_tier":
        told.append(_("the tier that is reached prices everything"))
    return told


def _percentage(rule: Rule) -> list[str]:
    terms, told = rule.terms, []
    if "free_transactions" in terms:
        count = terms["free_transactions"]
        told.append(
            ngettext(
                "the first transaction of a period is free",
                "the first %(count)s transactions of a period are free",
                count,
            )
            % {"count": number(count)}
        )
    for name, sentence in (
        ("free_amount", _("the first %(amount)s of a period are free")),
        ("min_per_transaction", _("at least %(amount)s for each transaction")),
        ("max_per_transaction", _("at most %(amount)s for each transaction")),
    ):
        if name in terms:
            told.append(sentence % {"amount": money(terms[name], rule.currency)})
    return told


def _cells(rule: Rule) -> list[str]:
    told = [f"{' · '.join(cell['values'])}: {money(cell['unit_price'], rule.currency)}" for cell in rule.terms["cells"]]
    return [*told, _("everything else: %(amount)s") % {"amount": money(rule.terms["otherwise"], rule.currency)}]


_STEPS: Mapping[str, Callable[[Rule], list[str]]] = {
    "graduated": _tiers,
    "volume": _tiers,
    "capacity": _tiers,
    "graduated_percentage": _tiers,
    "package": _package,
    "block": _blocks,
    "percentage": _percentage,
    "matrix": _cells,
}


def _converted(rule: Rule, terms: Row) -> str:
    said = {"count": number(terms["divide_by"]), "unit": rule.unit}
    if terms["rounding"] == "up":
        return _("a priced unit is %(count)s %(unit)s, a begun one counts in full") % said
    return _("a priced unit is %(count)s %(unit)s") % said


def _included(rule: Rule, terms: Row) -> str:
    said = {"count": number(terms["quantity"]), "unit": rule.unit}
    return _("%(count)s %(unit)s included") % said if rule.unit else _("%(count)s seats included") % said


def _least(rule: Rule, terms: Row) -> str:
    return _bound(rule, terms, _("at least %(amount)s per month"), _("at least %(amount)s per year"))


def _most(rule: Rule, terms: Row) -> str:
    return _bound(rule, terms, _("at most %(amount)s per month"), _("at most %(amount)s per year"))


def _bound(rule: Rule, terms: Row, monthly: str, yearly: str) -> str:
    sentence = yearly if rule.interval == Interval.YEAR else monthly
    return sentence % {"amount": money(terms["amount"], rule.currency)}


def _set_up(rule: Rule, terms: Row) -> str:
    return _("set-up %(amount)s, once") % {"amount": money(terms["amount"], rule.currency)}


def _trial(rule: Rule, terms: Row) -> str:
    days = terms["days"]
    return ngettext("%(days)s day free", "%(days)s days free", days) % {"days": days}


def _commitment(rule: Rule, terms: Row) -> str:
    months = terms["months"]
    if months % Interval.YEAR.months == 0:
        years = months // Interval.YEAR.months
        return ngettext("for at least %(years)s year", "for at least %(years)s years", years) % {"years": years}
    return ngettext("for at least %(months)s month", "for at least %(months)s months", months) % {"months": months}


def _in_parts(rule: Rule, terms: Row) -> str:
    return _("paid in twelve monthly parts")


_CONDITIONS: Mapping[str, Callable[[Rule, Row], str]] = {
    "unit_conversion": _converted,
    "included_units": _included,
    "minimum": _least,
    "maximum": _most,
    "setup_fee": _set_up,
    "trial": _trial,
    "commitment": _commitment,
    "paid_monthly": _in_parts,
}
