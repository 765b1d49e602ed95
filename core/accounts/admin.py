"""The staff admin's view of people, organisations, programs, and of what happened."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from core.accounts.models import ApiClient, Invitation, Membership, Organisation, User
from core.accounts.staff_admin import ReadOnlyAdmin
from core.events.models import Delivery, Fact


class MembershipInline(TabularInline):
    """The people of an organisation, or the organisations of a person."""

    model = Membership
    fields = ["organisation", "user", "role", "created_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["name", "email", "staff_roles", "is_active", "date_joined"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = ["id", "name", "email", "language", "staff_roles", "is_active", "date_joined", "last_login"]
    inlines = [MembershipInline]
    ordering = ["-id"]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "country", "created_at"]
    list_filter = ["country"]
    search_fields = ["name"]
    fields = ["id", "name", "country", "created_at", "version"]
    inlines = [MembershipInline]
    ordering = ["-id"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "organisation", "role", "state", "created_at", "expires_at"]
    list_filter = ["state"]
    search_fields = ["email", "organisation__name"]
    fields = ["id", "email", "organisation", "role", "state", "invited_by", "created_at", "expires_at", "answered_at"]
    list_select_related = ["organisation"]
    ordering = ["-id"]


@admin.register(ApiClient)
class ApiClientAdmin(ReadOnlyAdmin):
    list_display = ["name", "organisation", "scopes", "created_at", "revoked_at"]
    search_fields = ["name", "organisation__name"]
    fields = ["id", "name", "organisation", "scopes", "created_by", "created_at", "revoked_at"]
    list_select_related = ["organisation"]
    ordering = ["-id"]


@admin.register(Fact)
class FactAdmin(ReadOnlyAdmin):
    list_display = ["at", "type", "subject", "actor_label"]
    search_fields = ["subject", "type"]
    search_help_text = _("A type such as accounts.organisation_founded, or a thing such as organisation:<id>")
    fields = ["id", "type", "subject", "refs", "data", "actor_kind", "actor_id", "actor_label", "at", "recorded_at"]
    ordering = ["-id"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Fact], search_term: str
    ) -> tuple[QuerySet[Fact], bool]:
        """Find by type or by any thing the fact belongs to, both by index or prefix."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return (
            queryset.filter(refs__contains=[term]) if ":" in term else queryset.filter(type__startswith=term)
        ), False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["handler", "state", "attempts", "next_attempt_at", "done_at"]
    list_filter = ["state", "handler"]
    search_fields = ["handler"]
    fields = ["fact", "handler", "state", "attempts", "next_attempt_at", "done_at", "last_error"]
    ordering = ["-id"]
