"""Staff's back door to customers: reading only."""

from django.contrib import admin

from core.web.staff_admin import LookOnlyAdmin
from marketplace.customers.models import STAFF_WHO_SEE_ALL, Customer


@admin.register(Customer)
class CustomerAdmin(LookOnlyAdmin):
    roles = STAFF_WHO_SEE_ALL
    list_display = ["name", "country", "currency", "vat_id", "vat_id_verified_at", "created_at"]
    list_filter = ["currency", "country"]
    search_fields = ["name", "vat_id", "billing_email"]
