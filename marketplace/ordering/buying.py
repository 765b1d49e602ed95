"""Below the price of a bundle: what it comes to for the customer who is signed in, and the button that orders it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalog.bundles.buying import Buying, tells_how_to_buy
from catalog.bundles.composition import Market
from catalog.bundles.queries import Selection
from catalog.pricing.writing import written
from core.accounts.principals import Principal, principal_of
from core.ids import uuid7
from core.money import Money
from core.refusals import Refusal
from core.web.addressing import id_in
from marketplace.customers.models import Customer
from marketplace.ordering.bundled import preview_selection
from marketplace.ordering.quotes import Quote
from marketplace.ordering.refused import sentences, sentences_by_plan

READ, ORDER = "subscriptions:read", "subscriptions:write"


@tells_how_to_buy
def below_the_price(request: HttpRequest, selection: Selection, query: str, at: datetime) -> Buying:
    """Show taxes and first invoice, by the preview of REST, and the button; or the way to there.

    One query where nobody is signed in has nothing; else one for the customers, and those of the preview.
    """
    principal = principal_of(request)
    address = f"/bundles/{selection.bundle.slug}/?{query}"
    shown: dict[str, Any] = {"address": address, "query": query, "slug": selection.bundle.slug}
    if principal.is_anonymous:
        return Buying(_markup(request, shown | {"step": "sign_in"}))
    customers = customers_of(principal)
    if not customers:
        return Buying(_markup(request, shown | {"step": "no_customer"}))
    asked = id_in(request.GET.get("customer", ""))
    customer = next((one for one in customers if one.pk == asked), customers[0])
    shown |= {
        "customers": customers,
        "customer": customer,
        "may_order": principal.may(ORDER, customer.organisation_id),
        "order_query": f"{query}&customer={customer.pk}",
    }
    market = selection.quote.market
    if market.currency != customer.currency:
        return Buying(_markup(request, shown | {"step": "currency", "currency": market.currency}))
    try:
        quote = preview_selection(customer=customer, chosen=selection, at=at)
    except Refusal as refusal:
        wrong = sentences_by_plan(refusal, selection)
        said = [] if wrong else sentences(refusal)
        return Buying(_markup(request, shown | {"step": "refused", "refused": said}), wrong)
    return Buying(_markup(request, shown | {"step": "order", "once": uuid7(), **quote_shown(quote, market)}))


def customers_of(principal: Principal) -> list[Customer]:
    """Return the customers that the principal's organisations are, of which it may see what they hold; one query."""
    allowed = [organisation for organisation in principal.organisation_ids if principal.may(READ, organisation)]
    return list(Customer.objects.filter(organisation_id__in=allowed).order_by("name", "pk"))


def quote_shown(quote: Quote, market: Market) -> dict[str, Any]:
    """Return the first invoice and the renewal in words of the reader's language."""
    content = quote.draft
    totals, currency = content.totals, content.currency
    return {
        "net": _words(totals.net, currency),
        "taxes": [
            {"rate": tax.tax.rate, "amount": _words(tax.amount, currency), "note": tax.tax.note}
            for tax in totals.tax_lines
        ],
        "total": _words(totals.gross, currency),
        "expected": quote.gross,
        "starts_on": content.lines[0].key.service_start,
        "renewal": quote.renewal
        and {"on": quote.renewal.on, "total": written(quote.renewal.gross.amount, quote.renewal.gross.currency)},
        "is_yearly": market.interval == "year",
    }


def _words(minor: int, currency: str) -> str:
    return written(Money(minor, currency).amount, currency)


def _markup(request: HttpRequest, shown: dict[str, Any]) -> SafeString:
    return render_to_string("ordering/buying.html", shown, request)
