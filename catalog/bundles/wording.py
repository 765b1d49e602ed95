"""What the pure modules found, in sentences and in the language of the reader."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.bundles.composition import Fault, Market
from catalog.bundles.consent import Change
from catalog.bundles.rules import Wanting
from catalog.bundles.simulation import Note
from catalog.pricing.rule import Rule
from catalog.pricing.wording import price_sentence
from catalog.pricing.writing import money

Say = Callable[[Mapping[str, Any]], str]
GroupNames = Mapping[str, str]

ROLES: dict[str, Promise] = {
    "fixed": gettext_lazy("always in"),
    "optional": gettext_lazy("if you like"),
    "choice": gettext_lazy("to choose"),
}
BORNE_BY: dict[str, Promise] = {
    "platform": gettext_lazy("the marketplace"),
    "partner": gettext_lazy("the partner"),
    "pro_rata": gettext_lazy("both, in the proportion of their shares"),
}
SUPPORTED_BY: dict[str, Promise] = {
    "partner": gettext_lazy("the partner"),
    "platform": gettext_lazy("the marketplace"),
}
WHENS: dict[str, Promise] = {
    "now": gettext_lazy("at once, with the unused time credited"),
    "period_end": gettext_lazy("at the end of the paid period"),
}
ON_BREAK: dict[str, Promise] = {
    "end_bundle": gettext_lazy("the whole bundle ends"),
    "end_discount": gettext_lazy("the other parts run on at their list prices"),
}
EXCHANGES: dict[str, Promise] = {
    "never": gettext_lazy("not possible"),
    "now": gettext_lazy("possible at once"),
    "period_end": gettext_lazy("possible at the end of the paid period"),
}
BUNDLE_STATES: dict[str, tuple[Promise, str]] = {
    "draft": (gettext_lazy("draft"), ""),
    "proposed": (gettext_lazy("proposed to its partners"), "info"),
    "agreed": (gettext_lazy("agreed, not published"), "info"),
    "live": (gettext_lazy("live"), "ok"),
    "withdrawn": (gettext_lazy("withdrawn"), "warn"),
    "retired": (gettext_lazy("retired"), ""),
    "superseded": (gettext_lazy("superseded"), ""),
    "dropped": (gettext_lazy("dropped"), ""),
}
AGREEMENT_STATES: dict[str, tuple[Promise, str]] = {
    "asked": (gettext_lazy("to be answered"), "warn"),
    "accepted": (gettext_lazy("accepted"), "ok"),
    "declined": (gettext_lazy("declined"), "bad"),
    "withdrawn": (gettext_lazy("consent withdrawn"), "bad"),
}

_FAULTS: dict[str, Promise] = {
    "currency": gettext_lazy("%(title)s is priced in another currency. A selection has one: leave it out."),
    "interval": gettext_lazy("%(title)s is billed by another interval. A selection has one: leave it out."),
    "twice": gettext_lazy("%(title)s and %(other)s are of the same offer. Take one of them, once."),
    "quantity": gettext_lazy("Choose a whole number from 1 to %(most)s of %(title)s."),
    "one_price": gettext_lazy("%(title)s has one price whatever the quantity. Take it once."),
    "too_dear": gettext_lazy("%(quantity)s of %(title)s cost more than one invoice can say. Take fewer."),
    "fixed_missing": gettext_lazy("%(title)s is always part of this bundle. Put it back in."),
    "too_few": gettext_lazy("Of “%(group)s” choose at least %(least)s; you have chosen %(count)s."),
    "too_many": gettext_lazy("Of “%(group)s” choose at most %(most)s; you have chosen %(count)s."),
}
_WANTING: dict[str, Promise] = {
    "partners": gettext_lazy("A bundle has parts of at least two partners. Add one."),
    "group": gettext_lazy("%(title)s is to choose, so name one of the choices for it."),
    "no_group": gettext_lazy("%(title)s is not to choose, so it belongs to no choice. Leave the choice out."),
    "by_usage": gettext_lazy("%(title)s is billed by usage, so its price is not known beforehand. Take another plan."),
    "not_plain": gettext_lazy(
        "%(title)s has a set-up fee, a trial, instalments or a minimum term, which a bundle cannot carry. Take another"
        " plan."
    ),
    "offer_twice": gettext_lazy("%(title)s: two plans of one offer cannot both be always in. Leave one out."),
    "group_twice": gettext_lazy("There are two choices called “%(group)s”. Give each a code of its own."),
    "bounds": gettext_lazy("The choice “%(group)s” needs bounds: at least 0, and at most 1 or more."),
    "too_few_offered": gettext_lazy(
        "The choice “%(group)s” asks for at least %(least)s, and only %(offered)s can be had in %(market)s. Add parts"
        " or ask for fewer."
    ),
    "market_twice": gettext_lazy("There are two prices for %(market)s. Leave one out."),
    "nothing_in_market": gettext_lazy("There is a price for %(market)s, and no part is sold there. Leave it out."),
    "percentage": gettext_lazy("Send a percentage from 0 to 100."),
    "decimals": gettext_lazy("The amount has more decimals than %(currency)s knows."),
    "market_unpriced": gettext_lazy(
        "There are parts in %(market)s and no price for it. Add a price, or take them out."
    ),
    "no_part_of_partner": gettext_lazy(
        "There are terms for a partner of whom nothing is in the bundle. Leave them out."
    ),
    "fixed_in_markets": gettext_lazy(
        "A fixed share is an amount in one currency for one interval, and this partner has parts in several. Agree on"
        " a percentage."
    ),
    "no_terms": gettext_lazy("There are no terms for the partner who sells %(title)s. Add its share."),
}
_NOTES: dict[str, Promise] = {
    "nothing_to_choose": gettext_lazy("In %(market)s nothing can be chosen that the bounds allow."),
    "illegal": gettext_lazy("Some path leads to something that must not be (%(what)s)."),
    "platform_pays": gettext_lazy(
        "The marketplace pays on top for %(title)s: its share of the discount is more than its commission."
    ),
    "partner_gets_nothing": gettext_lazy(
        "The partner gets nothing for %(title)s: the discount takes all of its share."
    ),
    "ends_with_bundle": gettext_lazy(
        "%(title)s is not sold alone: a customer loses it when a part is cancelled that holds the bundle together."
    ),
}
FIELDS: dict[str, Promise] = {
    "share": gettext_lazy("your share"),
    "discount_borne_by": gettext_lazy("who bears the discount"),
    "supported_by": gettext_lazy("who supports customers"),
    "prices": gettext_lazy("the price of the bundle"),
    "cancel_when": gettext_lazy("when cancellations take effect"),
    "on_break": gettext_lazy("what follows when a needed part is cancelled"),
    "exchange": gettext_lazy("exchanging a plan for another"),
    "role": gettext_lazy("its place in the bundle"),
    "group": gettext_lazy("the choice it belongs to"),
    "bounds": gettext_lazy("how many are chosen"),
    "sold_alone": gettext_lazy("sold alone"),
    "price": gettext_lazy("its list price"),
    "title": gettext_lazy("its name"),
}


def group_name(group: Mapping[str, Any]) -> str:
    """Return what a choice is called in the language of the reader, English where there is no other."""
    return str((group["name_fr"] if (get_language() or "").startswith("fr") else "") or group["name"])


def unknown_part() -> str:
    """Say that a plan is none of the bundle's."""
    return _("This is no part of the bundle, or not on sale at present. Take the ids from the bundle's parts.")


def market_name(market: Market) -> str:
    """Say a currency and interval: “EUR, monthly”."""
    rhythm = _("yearly") if market.interval == "year" else _("monthly")
    return f"{market.currency}, {rhythm}"


def fault_sentence(fault: Fault, groups: GroupNames) -> str:
    """Say why a selection is not possible, and what to do."""
    values = dict(fault.values)
    if "group" in values:
        values["group"] = groups.get(values["group"], values["group"])
    return str(_FAULTS[fault.code]) % values


def wanting_sentence(wanting: Wanting) -> str:
    """Say what keeps a draft from being proposed, and what to do."""
    return str(_WANTING[wanting.code]) % _with_market(wanting.values)


def note_sentence(note: Note) -> str:
    """Say what the simulation found."""
    return str(_NOTES[note.code]) % _with_market(note.values)


def _with_market(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: market_name(value) if name == "market" else value for name, value in values.items()}


def change_sentence(change: Change) -> str:
    """Say one difference of what a partner agrees to."""
    if change.kind == "added":
        return _("%(title)s is new: %(after)s.") % {"title": change.title, "after": part_words(change.after)}
    if change.kind == "removed":
        return _("%(title)s is not part of it any more.") % {"title": change.title}
    field = change.about.rpartition("/")[2]
    words = {
        "field": FIELDS[field],
        "before": value_words(field, change.before),
        "after": value_words(field, change.after),
        "title": change.title,
    }
    if change.title:
        return _("%(title)s, %(field)s: “%(before)s” before, “%(after)s” now.") % words
    return _("%(field)s: “%(before)s” before, “%(after)s” now.") % words


def part_words(part: Mapping[str, Any]) -> str:
    """Say a part as its partner agrees to it."""
    alone = "" if part["sold_alone"] else ", " + _("only in this bundle")
    bounds = f" ({bounds_words(part['bounds'])})" if part["bounds"] else ""
    return f"{ROLES[part['role']]}{bounds}, {price_sentence(Rule.of(part['price']))}{alone}"


def bounds_words(bounds: Sequence[int]) -> str:
    """Say how many are chosen."""
    least, most = bounds
    if least == most:
        return _("exactly %(most)s") % {"most": most}
    return _("%(least)s to %(most)s") % {"least": least, "most": most}


def rule_words(price: Mapping[str, Any]) -> str:
    """Say the price of a bundle in one market."""
    market = Market(price["currency"], price["interval"])
    if price["kind"] == "percent":
        return _("%(percent)s%% less than its parts (%(market)s)") % {
            "percent": price["value"],
            "market": market_name(market),
        }
    amount = money(price["value"], market.currency)
    return (_("%(amount)s per year") if market.interval == "year" else _("%(amount)s per month")) % {"amount": amount}


def share_words(share: Mapping[str, Any]) -> str:
    """Say the share of a partner."""
    if share["kind"] == "percent":
        return _("%(value)s%% of the price of its parts") % share
    return _("%(value)s for each unit of its parts") % share


_VALUES: dict[str, Callable[[Any], str]] = {
    "share": share_words,
    "discount_borne_by": lambda value: str(BORNE_BY[value]),
    "supported_by": lambda value: str(SUPPORTED_BY[value]),
    "prices": lambda value: "; ".join(rule_words(price) for price in value) or _("no matter of yours"),
    "cancel_when": lambda value: str(WHENS[value]),
    "on_break": lambda value: str(ON_BREAK[value]),
    "exchange": lambda value: str(EXCHANGES[value]),
    "role": lambda value: str(ROLES[value]),
    "bounds": lambda value: bounds_words(value) if value else "–",
    "sold_alone": lambda value: _("yes") if value else _("no"),
    "price": lambda value: price_sentence(Rule.of(value)),
}


def value_words(field: str, value: Any) -> str:  # noqa: ANN401 - whatever the field holds
    """Say the value of a field that a partner agrees to."""
    return _VALUES[field](value) if field in _VALUES else str(value or "–")
