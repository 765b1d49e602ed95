"""The addresses of the storefront."""

from django.urls import URLPattern, path

from catalog.storefront import partner_page, sitemap

page_urlpatterns: list[URLPattern] = [
    path("partners/<slug:slug>/", partner_page.partner, name="public_partner"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemaps/others.xml", sitemap.others, name="sitemap_others"),
    path("sitemaps/listings-<int:number>.xml", sitemap.listings, name="sitemap_listings"),
    path("sitemaps/partners-<int:number>.xml", sitemap.partners, name="sitemap_partners"),
]
api_urlpatterns: list[URLPattern] = []
