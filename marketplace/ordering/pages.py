"""The pages of ordering: a bundle is ordered at the total that was seen, and what was ordered is shown."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.bundles.asked import Asked
from catalog.bundles.models import Bundle
from catalog.bundles.queries import offered
from catalog.pricing.writing import written
from core import clock
from core.accounts.principals import principal_of
from core.money import Money
from core.periods import Interval
from core.refusals import Refusal
from core.web.addressing import id_in, one
from core.web.doors import signed_in
from core.web.idempotency import once
from marketplace.billing.models import Invoice
from marketplace.customers.models import Customer
from marketplace.ordering.bundled import order_bundle
from marketplace.ordering.buying import ORDER
from marketplace.ordering.refused import sentences
from marketplace.subscriptions.models import Subscription

# Digits of a total in minor units; what is longer is no amount of this marketplace.
LONGEST_TOTAL = 18


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Order what stands in the address, for the customer and at the total that the form names.

    Whatever keeps it from being ordered leads back to the same selection, and is said there. A form that is sent twice
    orders once.
    """
    at = clock.now()
    back = f"{reverse('bundle_page', args=[slug])}?{request.GET.urlencode()}#price"
    if request.method != "POST":  # who had to sign in again comes back by this address
        return redirect(back)
    bundle = Bundle.objects.for_sale(at).select_related("current").filter(slug=slug).first()
    found = offered(bundle, at=at) if bundle else None
    if found is None:
        messages.error(request, _("This bundle is not sold any more. Nothing has been ordered; here is what there is."))
        return redirect("bundles_page")
    principal = principal_of(request)
    customer = one(
        Customer.objects.filter(organisation_id__in=principal.organisation_ids),
        pk=id_in(request.POST.get("customer", "")),
    )
    principal.require(ORDER, customer.organisation_id)
    asked, key = Asked.read(request.GET, found), id_in(request.POST.get("once", ""))
    expected = _seen(request.POST, asked.market.currency)
    if expected is None or key is None or asked.gone or asked.market_gone or not asked.is_said:
        messages.error(request, _("Nothing has been ordered: look at the price first."))
        return redirect(back)
    try:
        address = once(
            principal.id,
            str(key),
            lambda: _address_of(
                order_bundle(
                    customer=customer,
                    bundle=found.bundle,
                    parts=[(part.plan_id, quantity) for part, quantity in asked.chosen(found)],
                    interval=Interval(asked.market.interval),
                    expected_total=expected,
                    actor=principal.actor,
                    at=at,
                )
            ),
        )
    except Refusal as refusal:
        for sentence in sentences(refusal):
            messages.error(request, sentence)
        return redirect(back)
    messages.success(request, _("It is ordered."))
    return redirect(address)


def _address_of(placed: Subscription) -> str:
    return reverse("ordered_page", args=[placed.pk])


def _seen(given: QueryDict, currency: str) -> Money | None:
    """Return the total that the form says was seen, in minor units of what is asked for; None where it says none."""
    text = given.get("total", "")
    is_amount = text.isascii() and text.isdecimal() and len(text) <= LONGEST_TOTAL
    return Money(int(text), currency) if is_amount else None


@require_safe
@signed_in
def ordered(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Show what was ordered, and the first invoice as soon as it is there."""
    principal = principal_of(request)
    visible = Subscription.objects.visible_to(principal).select_related("customer")
    subscription = one(visible, pk=subscription_id)
    principal.require("subscriptions:read", subscription.customer.organisation_id)
    items = subscription.items.select_related("price", "bundle_version").order_by("position")
    invoices = Invoice.objects.visible_to(principal).filter(subscription=subscription)
    invoice = invoices.order_by("issued_at", "pk").first()
    context = {
        "subscription": subscription,
        "items": [
            {"item": item, "price": written(Decimal(item.price.rule.terms["amount"]), subscription.currency)}
            if item.bundle_version
            else {"item": item}
            for item in items
        ],
        "invoice": invoice,
        "sums": invoice
        and {
            name: written(Money(minor, invoice.currency).amount, invoice.currency)
            for name, minor in (
                ("net", invoice.net_minor),
                ("tax", invoice.tax_minor),
                ("total", invoice.gross_minor),
            )
        },
    }
    return render(request, "ordering/ordered.html", context)
