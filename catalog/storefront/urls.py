"""The addresses of the storefront."""

from django.urls import URLPattern, path

from catalog.storefront import partner_page

page_urlpatterns: list[URLPattern] = [
    path("partners/<slug:slug>/", partner_page.partner, name="public_partner"),
]
api_urlpatterns: list[URLPattern] = []
