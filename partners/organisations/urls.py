"""The addresses of this room."""

from django.urls import URLPattern, path

from partners.organisations import api, pages

api_urlpatterns: list[URLPattern] = [
    path("partners", api.PartnersView.as_view(), name="partners"),
    path("partners/<uuid:id>", api.PartnerView.as_view(), name="partner"),
    path("partners/<uuid:id>/history", api.PartnerHistory.as_view(), name="partner-history"),
    path(
        "partners/<uuid:id>/contact-confirmation",
        api.ContactConfirmationView.as_view(),
        name="partner-contact-confirmation",
    ),
    path("contact-confirmations", api.ContactConfirmationsView.as_view(), name="contact-confirmations"),
]
page_urlpatterns: list[URLPattern] = [
    path("partner/<uuid:organisation_id>/profile/", pages.profile, name="partner_profile"),
    path(
        "partner/<uuid:organisation_id>/contact-confirmation/", pages.ask_for_confirmation, name="ask_for_confirmation"
    ),
    path("contact-confirmations/<str:token>/", pages.contact_confirmation, name="contact-confirmation"),
]
