"""Staff's back door to invoices: reading only."""

from django.contrib import admin
from unfold.admin import TabularInline

from core.web.staff_admin import LookOnlyAdmin
from marketplace.billing.models import STAFF_WHO_SEE_ALL, Invoice, Line, TaxLine


class LineInline(TabularInline):
    model = Line
    fields = ["position", "partner_name", "description", "service_start", "service_end", "quantity", "net_minor"]
    extra = 0
    can_delete = False


class TaxLineInline(TabularInline):
    model = TaxLine
    fields = ["category", "rate", "taxable_minor", "tax_minor", "note"]
    extra = 0
    can_delete = False


@admin.register(Invoice)
class InvoiceAdmin(LookOnlyAdmin):
    roles = STAFF_WHO_SEE_ALL
    list_display = ["reference", "customer", "issued_on", "gross"]
    list_filter = ["currency", "series"]
    list_select_related = ["customer"]
    search_fields = ["number", "customer__name"]
    date_hierarchy = "issued_on"
    inlines = [LineInline, TaxLineInline]
