"""The addresses of the editor."""

from django.urls import path

from catalog.editing.pages import named, offers, pictures, plans, together

page_urlpatterns = [
    path("partner/<uuid:organisation_id>/offers/", offers.offers, name="offers_page"),
    path("partner/<uuid:organisation_id>/offers/new/", offers.new_offer, name="new_offer"),
    path("partner/offers/<uuid:offer_id>/", offers.offer, name="offer_page"),
    path("partner/offers/<uuid:offer_id>/logo/", pictures.logo, name="offer_logo"),
    path("partner/offers/<uuid:offer_id>/screenshots/", pictures.screenshots, name="offer_screenshots"),
    path("partner/offers/<uuid:offer_id>/together/", together.together, name="offer_together"),
    path("partner/offers/<uuid:offer_id>/preview/", offers.preview, name="offer_preview"),
    path("partner/offers/<uuid:offer_id>/submission/", offers.submission, name="offer_submission"),
    path("partner/offers/<uuid:offer_id>/plans/new/", plans.new_plan, name="new_plan"),
    path("partner/offers/<uuid:offer_id>/plans/price/", plans.look, name="look_at_price"),
    path("partner/offers/<uuid:offer_id>/plans/<uuid:plan_id>/", plans.plan, name="plan_page"),
    path("partner/offers/<uuid:offer_id>/plans/<uuid:plan_id>/customers/", named.customers, name="named_customers"),
    path("partner/offers/<uuid:offer_id>/plans/<uuid:plan_id>/removal/", plans.remove_plan, name="remove_plan"),
]
