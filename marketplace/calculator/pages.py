"""The pages that say what plans of a listing would cost, and what another price would do."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.channels.doors import channel_at
from catalog.listings.shown import shown_listing, with_sales
from catalog.pricing.wording import price_sentence
from catalog.pricing.writing import number, written
from core import clock
from core.accounts.principals import principal_of
from core.money import Money
from core.refusals import Invalid
from core.web.doors import signed_in
from marketplace.billing.drafting import Draft
from marketplace.billing.rating import SET_UP
from marketplace.calculator.asking import Answer, answers, ask
from marketplace.calculator.effect import Moved, effect
from marketplace.calculator.forms import CalculatorForm
from marketplace.calculator.queries import holdings_of, plan_of


@require_safe
def calculator(request: HttpRequest, slug: str, code: str | None = None) -> HttpResponse:
    """Ask how much would be used, and say what each plan would cost; the answer has an address of its own.

    `code` is that of the channel in which the listing is looked at, at its prices.
    """
    at, principal = clock.now(), principal_of(request)
    channel = channel_at(request, code) if code else None
    listing = shown_listing(slug, principal=principal, at=at, channel=channel)
    if listing is None:
        raise Http404
    shown = with_sales(listing, at=at)
    form = CalculatorForm(
        request.GET if "quantity" in request.GET else None, initial={"quantity": 10}, currencies=shown.currencies
    )
    found: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            question = ask(
                usage=form.usage,
                starts_on=values["starts_on"],
                billing_day=values["billing_day"],
                country=values["country"],
                is_business=values["is_business"],
                principal=principal,
                currency=values.get("currency", ""),
                at=at,
            )
            found = [_shown(answer) for answer in answers(shown, question)]
        except Invalid as refusal:
            for error in refusal.extensions["errors"]:
                form.add_error(error["pointer"].removeprefix("/"), error["detail"])
    context = {"listing": shown.version.content, "slug": slug, "form": form, "answers": found}
    context |= {"base": shown.base, "channel": channel}
    return render(request, "calculator/calculator.html", context, status=422 if form.errors else 200)


def _shown(answer: Answer) -> dict[str, Any]:
    found = answer.estimate
    return {
        "name": answer.plan.plan_name,
        "sentence": price_sentence(answer.plan.rule),
        "why_not": answer.why_not,
        "orderable": answer.plan.rule.meter is None,
        **(
            {
                "first": _bill(found.first),
                "first_ends_on": found.first_ends_on,
                "next": _bill(found.next),
                "next_ends_on": found.next_ends_on,
                "year": _bill(found.year),
            }
            if found
            else {}
        ),
    }


def _bill(content: Draft) -> dict[str, Any]:
    totals, currency = content.totals, content.currency
    return {
        "net": _money(totals.net, currency),
        "tax": _money(totals.tax, currency),
        "total": _money(totals.gross, currency),
        "note": content.tax.note,
        "lines": [
            {
                "what": _("Set-up fee") if line.key.component == SET_UP else _("Plan"),
                "start": line.key.service_start,
                "end": line.key.service_end,
                "net": _money(line.net, currency),
            }
            for line in content.lines
        ],
    }


def _money(minor: int, currency: str) -> str:
    return written(Money(minor, currency).amount, currency)


@require_safe
@signed_in
def price_effect(request: HttpRequest, offer_id: UUID, plan_id: UUID) -> HttpResponse:
    """Show what moving everybody to the price of the draft would do."""
    principal = principal_of(request)
    plan = plan_of(principal, offer_id, plan_id)
    principal.require("offers:read", plan.offer.partner.organisation_id)
    rule = plan.price.rule
    found = effect(holdings_of(plan), rule)
    shown = {
        "offer": plan.offer,
        "plan": plan,
        "sentence": price_sentence(rule),
        "effect": found,
        "total": _worded(found.total, rule.currency),
        "bands": [{"from": begin, "to": end, **_worded(moved, rule.currency)} for begin, end, moved in found.bands],
        "rise": number(round(found.largest_rise, 2)),
        "fall": number(round(found.largest_fall, 2)),
    }
    return render(request, "calculator/price_effect.html", shown)


def _worded(moved: Moved, currency: str) -> dict[str, Any]:
    amounts = {"before": moved.before, "after": moved.after, "difference": moved.difference}
    return {
        "holders": moved.holders,
        **{name: written(Money(minor, currency).amount, currency) for name, minor in amounts.items()},
    }
