"""Staff's view of price lists and negotiated prices."""

from django.contrib import admin

from catalog.offers.admin import ROLES
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from core.web.staff_admin import LookOnlyAdmin


@admin.register(ListPrice)
class ListPriceAdmin(LookOnlyAdmin):
    """Prices for currencies, channels and times."""

    roles = ROLES
    list_display = ["plan", "currency", "channel", "valid_from", "valid_until"]
    list_select_related = ["plan", "channel"]


@admin.register(NegotiatedPrice)
class NegotiatedPriceAdmin(LookOnlyAdmin):
    """Prices agreed with one customer."""

    roles = ("catalogue", "sales", "finance")
    list_display = ["plan", "customer_name", "valid_from", "valid_until", "accepted_at", "ended_at"]
    list_select_related = ["plan"]
    exclude = ["code_hash"]
