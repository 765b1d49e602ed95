"""The addresses of the storefront."""

from django.urls import URLPattern, path

from catalog.storefront import agreements, channel_pages, partner_page, sitemap

page_urlpatterns: list[URLPattern] = [
    path("partners/<slug:slug>/", partner_page.partner, name="public_partner"),
    path("account/agreements/", agreements.agreements, name="agreements"),
    path("c/<slug:code>/", channel_pages.catalog, name="channel_page"),
    path("c/<slug:code>/brand.css", channel_pages.brand, name="channel_brand"),
    path("c/<slug:code>/<slug:slug>/", channel_pages.listing, name="channel_listing"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemaps/others.xml", sitemap.others, name="sitemap_others"),
    path("sitemaps/listings-<int:number>.xml", sitemap.listings, name="sitemap_listings"),
    path("sitemaps/partners-<int:number>.xml", sitemap.partners, name="sitemap_partners"),
]
api_urlpatterns: list[URLPattern] = []
