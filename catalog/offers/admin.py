"""Staff's view of offers, plans and categories: reading only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from catalog.offers.models import Category, Offer, Plan
from core.web.staff_admin import LookOnlyAdmin

ROLES = ("catalogue", "vetting", "support", "sales", "finance")


class PlanInline(TabularInline):
    model = Plan
    fields = ["code", "name", "price", "position", "frozen_at", "retired_at"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        plans: QuerySet[Plan] = super().get_queryset(request)
        return plans.select_related("price")


@admin.register(Offer)
class OfferAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["name", "partner", "summary", "created_at"]
    list_select_related = ["partner"]
    search_fields = ["name", "partner__display_name"]
    inlines = [PlanInline]


@admin.register(Category)
class CategoryAdmin(LookOnlyAdmin):
    roles = ROLES
    list_display = ["slug", "name", "name_fr", "position"]
    search_fields = ["slug", "name", "name_fr"]
