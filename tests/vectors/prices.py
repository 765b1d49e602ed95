"""The kinds of vectors that concern prices: each adapter asks the product, and returns what it answers by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from catalog.pricing import schemes
from catalog.pricing.charging import Rule, billable, charge, due
from catalog.pricing.discounts import Discount, spread, stacked
from catalog.pricing.usage import Usage
from core.money import Money, allocate

Inputs = Mapping[str, Any]
Answers = dict[str, Any]
METERED = {"aggregation": "sum", "field": "quantity"}


def _rule(scheme: str, terms: Mapping[str, Any], currency: str, **conditions: Any) -> Rule:
    """Return a measured price; conditions that are None are left out."""
    set_ones = {name: terms for name, terms in conditions.items() if terms is not None}
    return Rule(scheme=scheme, terms=terms, currency=currency, meter=METERED, conditions=set_ones)


def _amount(value: Any) -> dict[str, str] | None:
    return None if value is None else {"amount": str(value)}


def _minor(value: Any, currency: str) -> int:
    return Money.of(Fraction(str(value)), currency).minor


def _money(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).amount


def _cumulative(rule: Rule, inputs: Inputs) -> Answers:
    """Price the quantity, less what was priced of the same period before."""
    answer = charge(rule, Usage.of(Fraction(str(inputs["quantity"])))).amount
    if "previously_billed_quantity" in inputs:
        answer -= charge(rule, Usage.of(Fraction(str(inputs["previously_billed_quantity"])))).amount
    return {"amount": answer}


def _scheme(code: str, *names: str) -> Callable[[Inputs, str], Answers]:
    def ask(inputs: Inputs, currency: str) -> Answers:
        terms = {name: inputs[name] for name in names if inputs.get(name) is not None}
        return _cumulative(_rule(code, terms, currency), inputs)

    return ask


def volume(inputs: Inputs, currency: str) -> Answers:
    """One tier by the quantity; where other units are billed, the tier's price is asked for these."""
    tiers = {"tiers": inputs["tiers"]}
    if "billed_units" not in inputs:
        return _cumulative(_rule("volume", tiers, currency), inputs)
    reached = schemes.of("volume").explain(tiers, Usage.of(Fraction(str(inputs["quantity"]))))
    units = Fraction(str(inputs["billed_units"]))
    return {"amount": sum(replace(p, quantity=units).amount if p.kind == "units" else p.amount for p in reached)}


def block_usage(inputs: Inputs, currency: str) -> Answers:
    """Several usages of one period, less what is billed already."""
    amounts = []
    for usage in inputs["usages"]:
        tiers = [
            {**tier, "max_blocks": None if tier["max_blocks"] is None else int(tier["max_blocks"])}
            for tier in usage["tiers"]
        ]
        rule = _rule("block", {"mode": usage["mode"].lower(), "tiers": tiers}, currency)
        amounts.append(due(rule, Usage.of(Fraction(str(usage["quantity"])))).minor)
    return {"amount": _money(sum(amounts) - _minor(inputs.get("already_billed", 0), currency), currency)}


def capacity_usage(inputs: Inputs, currency: str) -> Answers:
    """The price of the tier that holds the peak."""
    tiers = [{"up_to": tier["max"], "price": tier["price"]} for tier in inputs["tiers"]]
    peak = max((Fraction(str(each)) for each in inputs["observations"]), default=Fraction(0))
    return {"peak": peak, "amount": charge(_rule("capacity", {"tiers": tiers}, currency), Usage.of(peak)).amount}


def percentage(inputs: Inputs, currency: str) -> Answers:
    """A rate of each transaction, with an allowance and bounds."""
    named = {"fixed_fee": "fixed_fee_per_transaction"}
    names = ("rate_percent", "fixed_fee", "free_amount", "min_per_transaction", "max_per_transaction")
    terms = {
        name: str(inputs[named.get(name, name)]) for name in names if inputs.get(named.get(name, name)) is not None
    }
    if inputs.get("free_transactions") is not None:
        terms["free_transactions"] = int(inputs["free_transactions"])
    usage = Usage.of_amounts(Fraction(str(each)) for each in inputs["transactions"])
    return {"amount": charge(_rule("percentage", terms, currency), usage).amount}


def dynamic(inputs: Inputs, currency: str) -> Answers:
    """The amount on the events, times a factor, rounded."""
    rule = _rule("dynamic", {"multiplier": str(inputs.get("multiplier", "1"))}, currency)
    return {"amount": due(rule, Usage.of_amounts([Fraction(str(inputs["metered_amount"]))])).amount}


def per_unit(inputs: Inputs, currency: str) -> Answers:
    """Units at their price, rounded."""
    rule = _rule("per_unit", {"amount": inputs["unit_price"]}, currency)
    return {"amount": due(rule, Usage.of(Fraction(str(inputs["quantity"])))).amount}


def free_units(inputs: Inputs, currency: str) -> Answers:
    """What the allowance leaves of the quantity of now, after what came before it in the period."""
    rule = _rule("per_unit", {"amount": "1"}, currency, included_units={"quantity": inputs["free_units"]})
    before = Fraction(str(inputs.get("previous_quantity", "0")))
    now = before + Fraction(str(inputs["quantity"]))
    return {"billable_quantity": billable(rule, Usage.of(now)).quantity - billable(rule, Usage.of(before)).quantity}


def spend_limits(inputs: Inputs, currency: str) -> Answers:
    """A percentage first, then the cap, and with the last bill the minimum."""
    line, before = _minor(inputs["line_amount"], currency), _minor(inputs.get("previously_billed", 0), currency)
    percent = inputs.get("percent_discount")
    off = stacked(line, [Discount("percent", Fraction(str(percent)))] if percent is not None else [])
    usage = Usage.of(Fraction(_money(before + line - off, currency)))
    bounds = {"minimum": _amount(inputs.get("minimum")), "maximum": _amount(inputs.get("maximum"))}
    rule = _rule("per_unit", {"amount": "1"}, currency, **bounds)
    final = bool(inputs.get("last_line_of_period", False))
    correction = charge(rule, usage, final=final).correction
    return {
        "percent_discount": _money(off, currency),
        "max_spend_discount": max(-correction, Fraction(0)),
        "min_spend_true_up": max(correction, Fraction(0)),
        "billed_now": due(rule, usage, before, final=final).amount,
    }


def minimum_commitment(inputs: Inputs, currency: str) -> Answers:
    """What is missing to a minimum for the days served."""
    start, end, served_from, served_to = (
        date.fromisoformat(inputs[name]) for name in ("period_start", "period_end", "service_start", "service_end")
    )
    share = Fraction((served_to - served_from).days, (end - start).days)
    plan = Rule(scheme="flat", terms={"amount": str(inputs.get("plan_price", "0"))}, currency=currency)
    spent = due(plan, Usage.of(1), share=share).minor + _minor(inputs.get("usage_amount", 0), currency)
    rule = _rule("per_unit", {"amount": "1"}, currency, minimum=_amount(inputs["minimum"]))
    missing = due(rule, Usage.of(Fraction(_money(spent, currency))), spent, share=share)
    rate = Fraction(str(inputs.get("tax_rate_percent", "0"))) / 100
    return {
        "prorated_minimum": due(rule, Usage.of(0), share=share).amount,
        "true_up": missing.amount,
        "true_up_tax": Money.of(Fraction(missing.amount) * rate, currency).amount,
    }


def _allowance(discount: Any) -> dict[str, str] | None:
    """Return the condition of a usage discount, which is written as a number or as an object with one."""
    if isinstance(discount, Mapping):
        discount = next(iter(discount.values()), None)
    return None if discount is None or Fraction(str(discount)) == 0 else {"quantity": str(discount)}


def unit_config(inputs: Inputs, currency: str) -> Answers:
    """Converted units, less what is included, at a price or in tiers."""
    rounding = "up" if inputs.get("rounding") in ("ceiling", "up") else "none"
    conversion = {"divide_by": str(inputs.get("divide_by", "1")), "rounding": rounding}
    conditions = {"unit_conversion": conversion, "included_units": _allowance(inputs.get("usage_discount"))}
    if "tiers" in inputs:
        rule = _rule("graduated", {"tiers": inputs["tiers"]}, currency, **conditions)
    else:
        rule = _rule("per_unit", {"amount": str(inputs.get("unit_price", "0"))}, currency, **conditions)
    usage = Usage.of(Fraction(str(inputs["quantity"])))
    return {"billable_quantity": billable(rule, usage).quantity, "amount": charge(rule, usage).amount}


def late_usage_rerating(inputs: Inputs, currency: str) -> Answers:
    """What each run bills of one period, as its quantity becomes known."""
    price = inputs["price"]
    terms = {
        "per_unit": lambda: {"amount": price["unit_price"]},
        "graduated": lambda: {"tiers": price["tiers"]},
        "volume": lambda: {"tiers": price["tiers"]},
        "package": lambda: {
            name: price[name]
            for name in ("package_size", "package_price", "free_units", "rounding")
            if price.get(name) is not None
        },
    }[price["model"]]()
    conditions = {
        "included_units": _allowance(price.get("usage_discount")),
        "minimum": _amount(price.get("minimum")),
        "maximum": _amount(price.get("maximum")),
    }
    rule = _rule(price["model"], terms, currency, **conditions)
    deltas, billed = [], 0
    for run, quantity in enumerate(inputs["cumulative_quantities"], start=1):
        final = run == len(inputs["cumulative_quantities"])
        delta = due(rule, Usage.of(Fraction(str(quantity))), billed, final=final)
        billed += delta.minor
        deltas.append(delta.amount)
    return {"deltas": deltas}


def rounding(inputs: Inputs, currency: str) -> Answers:
    """One amount, rounded to the currency."""
    return {"rounded": Money.of(Fraction(str(inputs["value"])), currency).amount}


def rounding_subtotal(inputs: Inputs, currency: str) -> Answers:
    """The sum of lines that are rounded one by one."""
    return {"subtotal": _money(sum(_minor(line, currency) for line in inputs["unrounded_lines"]), currency)}


def allocation(inputs: Inputs, currency: str) -> Answers:
    """A total by weights, no cent lost."""
    weights = [Fraction(str(weight)) for weight in inputs["weights"]]
    return {"shares": [_money(part, currency) for part in allocate(_minor(inputs["total"], currency), weights)]}


def discount_allocation(inputs: Inputs, currency: str) -> Answers:
    """A discount over lines, no cent lost."""
    lines = [_minor(line, currency) for line in inputs["lines"]]
    return {"taxable": [_money(left, currency) for left in spread(lines, _minor(inputs["discount"], currency))]}


def discount_stack(inputs: Inputs, currency: str) -> Answers:
    """Percentages first, then fixed amounts."""
    coupons = [
        Discount("fixed", Fraction(_minor(coupon["value"], currency)))
        if coupon["type"] == "fixed"
        else Discount("percent", Fraction(str(coupon["value"])))
        for coupon in inputs["coupons"]
    ]
    subtotal = _minor(inputs["subtotal"], currency)
    off = stacked(subtotal, coupons)
    return {"discount": _money(off, currency), "total": _money(subtotal - off, currency)}


KINDS: Mapping[str, Callable[[Inputs, str], Answers]] = {
    "graduated": _scheme("graduated", "tiers"),
    "volume": volume,
    "package": _scheme("package", "package_size", "package_price", "free_units", "rounding"),
    "block_usage": block_usage,
    "capacity_usage": capacity_usage,
    "percentage": percentage,
    "graduated_percentage": _scheme("graduated_percentage", "tiers"),
    "dynamic": dynamic,
    "per_unit": per_unit,
    "per_seat": per_unit,
    "free_units": free_units,
    "spend_limits": spend_limits,
    "minimum_commitment": minimum_commitment,
    "unit_config": unit_config,
    "late_usage_rerating": late_usage_rerating,
    "rounding": rounding,
    "rounding_subtotal": rounding_subtotal,
    "allocation": allocation,
    "discount_allocation": discount_allocation,
    "discount_stack": discount_stack,
}
