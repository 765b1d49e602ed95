"""How two prices differ, in plain words."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from catalog.pricing.charging import charge
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.rule import Rule
from catalog.pricing.telling import conditions_told, steps_told
from catalog.pricing.usage import Usage
from catalog.pricing.wording import price_sentence
from catalog.pricing.writing import number


def differences(instead_of: Rule, rule: Rule) -> list[str]:
    """Return a sentence for everything in which a price differs from another: “€8.00 per seat and month instead of
    €9.50 per seat and month (15.79% less)”. Nothing, if it says the same.
    """
    return [*_amounts(instead_of, rule), *_conditions(instead_of, rule)]


def _amounts(instead_of: Rule, rule: Rule) -> Iterator[str]:
    before, after = price_sentence(instead_of), price_sentence(rule)
    if before != after:
        said = {"after": after, "before": before}
        share = _share(instead_of, rule)
        if share is None:
            yield _("%(after)s instead of %(before)s") % said
        elif share < 0:
            less = {**said, "share": number(round(-share, 2))}
            yield _("%(after)s instead of %(before)s (%(share)s%% less)") % less
        else:
            yield _("%(after)s instead of %(before)s (%(share)s%% more)") % {**said, "share": number(round(share, 2))}
    was, now = steps_told(instead_of), steps_told(rule)
    if was != now:
        yield from (_("new: %(step)s") % {"step": step} for step in now if step not in was)
        yield from (_("no longer: %(step)s") % {"step": step} for step in was if step not in now)


def _share(instead_of: Rule, rule: Rule) -> Fraction | None:
    """Return by how many percent the first unit costs more (or, below zero, less), where that can be said."""
    same = (instead_of.currency, instead_of.interval, instead_of.scheme, instead_of.unit)
    if same != (rule.currency, rule.interval, rule.scheme, rule.unit):
        return None
    before, after = (charge(_bare(each), Usage.of(1)).amount for each in (instead_of, rule))
    return (after - before) / before * 100 if before and after != before else None


def _bare(rule: Rule) -> Rule:
    """Return the price without its conditions, which are told one by one."""
    return Rule(
        scheme=rule.scheme,
        terms=rule.terms,
        currency=rule.currency,
        interval=rule.interval,
        unit=rule.unit,
        meter=rule.meter,
    )


def _conditions(instead_of: Rule, rule: Rule) -> Iterator[str]:
    for code in CONDITIONS:
        before, after = (_told(each, code) for each in (instead_of, rule))
        if before and after and before != after:
            yield _("%(after)s instead of %(before)s") % {"after": after, "before": before}
        elif after and not before:
            yield _("new: %(step)s") % {"step": after}
        elif before and not after:
            yield _("no longer: %(step)s") % {"step": before}


def _told(rule: Rule, code: str) -> str:
    if code not in rule.conditions:
        return ""
    only = Rule(
        scheme=rule.scheme,
        terms=rule.terms,
        currency=rule.currency,
        interval=rule.interval,
        unit=rule.unit,
        conditions={code: rule.conditions[code]},
    )
    return conditions_told(only)[0]
