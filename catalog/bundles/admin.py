"""Staff's view of bundles, versions and agreements."""

from django.contrib import admin

from catalog.bundles.models import Agreement, AgreementNotice, Bundle, BundleVersion
from catalog.offers.admin import ROLES
from core.web.staff_admin import LookOnlyAdmin


@admin.register(Bundle)
class BundleAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["slug", "state", "published_at", "ended_at"]
    list_filter = ["state"]
    search_fields = ["slug"]


@admin.register(BundleVersion)
class BundleVersionAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["__str__", "bundle", "state", "proposed_at", "published_at", "sales_end_at"]
    list_filter = ["state"]
    list_select_related = ["bundle"]
    search_fields = ["name", "bundle__slug"]


@admin.register(Agreement)
class AgreementAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["version", "partner", "state", "asked_at", "answered_at", "sales_end_at"]
    list_filter = ["state"]
    list_select_related = ["version", "partner"]
    search_fields = ["partner__display_name", "version__name"]


@admin.register(AgreementNotice)
class AgreementNoticeAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["kind", "agreement", "given_at", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__partner__display_name", "agreement__version__name"]
