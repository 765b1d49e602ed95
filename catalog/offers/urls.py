"""The addresses of offers, plans and categories."""

from django.urls import path

from catalog.offers.api import offers, plans

api_urlpatterns = [
    path("offers", offers.OffersView.as_view(), name="offers"),
    path("offers/<uuid:id>", offers.OfferView.as_view(), name="offer"),
    path("offers/<uuid:id>/history", offers.OfferHistoryView.as_view(), name="offer-history"),
    path("offers/<uuid:id>/plans", plans.PlansView.as_view(), name="plans"),
    path("offers/<uuid:id>/plans/<uuid:plan_id>", plans.PlanView.as_view(), name="plan"),
    path("categories", offers.CategoriesView.as_view(), name="categories"),
]
