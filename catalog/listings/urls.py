"""The addresses of listings and their versions."""

from django.urls import path

from catalog.listings.api import listings, versions
from catalog.listings.pages import desk, listing

api_urlpatterns = [
    path("offers/<uuid:id>/submission", versions.SubmissionView.as_view(), name="submission"),
    path("offers/<uuid:id>/versions", versions.OfferVersionsView.as_view(), name="offer-versions"),
    path("listing-versions", versions.VersionsView.as_view(), name="listing-versions"),
    path("listing-versions/<uuid:id>", versions.VersionView.as_view(), name="listing-version"),
    path("listing-versions/<uuid:id>/decision", versions.DecisionView.as_view(), name="listing-decision"),
    path(
        "listing-versions/<uuid:id>/withdrawal",
        versions.VersionWithdrawalView.as_view(),
        name="listing-version-withdrawal",
    ),
    path("listings/<slug:slug>", listings.ListingView.as_view(), name="listing"),
    path("listings/<slug:slug>/history", listings.ListingHistoryView.as_view(), name="listing-history"),
    path("listings/<slug:slug>/retirement", listings.ListingRetirementView.as_view(), name="listing-retirement"),
    path("listings/<slug:slug>/withdrawal", listings.ListingWithdrawalView.as_view(), name="listing-withdrawal"),
]
page_urlpatterns = [
    path("catalog/<slug:slug>/", listing.listing, name="listing-page"),
    path("desk/listings/", desk.queue, name="desk_listings"),
    path("desk/listings/<uuid:version_id>/", desk.decide, name="desk_listing"),
]
