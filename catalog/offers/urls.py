"""The addresses of offers, plans and categories."""

from django.urls import path

from catalog.offers import pages
from catalog.offers.api import categories, offers, plans, registers, tmf620

api_urlpatterns = [
    path("offers", offers.OffersView.as_view(), name="offers"),
    path("offers/tmf620", tmf620.TmfImportView.as_view(), name="offers-tmf620"),
    path("offers/<uuid:id>", offers.OfferView.as_view(), name="offer"),
    path("offers/<uuid:id>/history", offers.OfferHistoryView.as_view(), name="offer-history"),
    path("offers/<uuid:id>/plans", plans.PlansView.as_view(), name="plans"),
    path("offers/<uuid:id>/plans/<uuid:plan_id>", plans.PlanView.as_view(), name="plan"),
    path("offers/<uuid:id>/tmf620", tmf620.TmfView.as_view(), name="offer-tmf620"),
    path("tmf620-schema", tmf620.TmfSchemaView.as_view(), name="tmf620-schema"),
    path("integrations", registers.IntegrationsView.as_view(), name="integrations"),
    path("data-locations", registers.DataLocationsView.as_view(), name="data-locations"),
    path("categories", categories.CategoriesView.as_view(), name="categories"),
    path("categories/<slug:slug>", categories.CategoryView.as_view(), name="category"),
]
page_urlpatterns = [
    path("curation/categories/", pages.categories, name="curated_categories"),
    path("curation/categories/<slug:slug>/", pages.category, name="curated_category"),
]
