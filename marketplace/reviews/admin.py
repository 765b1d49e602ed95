"""Staff's back door to reviews: reading only. What is decided about them stands on the desk."""

from django.contrib import admin

from core.web.staff_admin import LookOnlyAdmin
from marketplace.reviews.models import MODERATED_BY, Report, Review


@admin.register(Review)
class ReviewAdmin(LookOnlyAdmin):
    roles = (MODERATED_BY, "support")
    list_display = ["title", "stars", "organisation", "offer", "state", "moderation", "written_at"]
    list_filter = ["state", "moderation", "stars"]
    list_select_related = ["organisation", "offer"]
    search_fields = ["title", "organisation__name", "offer__name"]


@admin.register(Report)
class ReportAdmin(LookOnlyAdmin):
    roles = (MODERATED_BY,)
    list_display = ["review", "about", "reason", "reported_at", "closed_at"]
    list_filter = ["about", "reason"]
    list_select_related = ["review"]
    search_fields = ["review__title"]
