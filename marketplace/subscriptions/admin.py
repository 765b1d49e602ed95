"""Staff's back door to subscriptions: reading only."""

from django.contrib import admin
from unfold.admin import TabularInline

from core.web.staff_admin import LookOnlyAdmin
from marketplace.subscriptions.models import STAFF_WHO_SEE_ALL, Item, Subscription, TimelineEntry


class ItemInline(TabularInline):
    model = Item
    fields = ["position", "partner_name", "description", "quantity", "price"]
    extra = 0
    can_delete = False


class TimelineInline(TabularInline):
    model = TimelineEntry
    fields = ["kind", "item", "effective_on", "recorded_at"]
    extra = 0
    can_delete = False


@admin.register(Subscription)
class SubscriptionAdmin(LookOnlyAdmin):
    roles = STAFF_WHO_SEE_ALL
    list_display = ["reference", "customer", "currency", "state", "started_at", "next_bill_on", "ends_on"]
    list_filter = ["state", "currency"]
    list_select_related = ["customer"]
    search_fields = ["number", "customer__name"]
    inlines = [ItemInline, TimelineInline]
