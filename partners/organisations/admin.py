"""Staff's view of partner profiles: reading only."""

from django.contrib import admin

from core.accounts.roles import StaffRole
from core.web.staff_admin import LookOnlyAdmin
from partners.organisations.models import Partner


@admin.register(Partner)
class PartnerAdmin(LookOnlyAdmin):
    roles = tuple(StaffRole)
    list_display = ["display_name", "organisation", "contact_email", "contact_confirmed_at", "vat_id", "created_at"]
    list_select_related = ["organisation"]
    search_fields = ["display_name", "slug", "contact_email", "vat_id", "organisation__name"]
    ordering = ["-id"]
