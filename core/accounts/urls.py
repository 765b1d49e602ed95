"""The addresses of accounts."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from core.accounts import oauth, pages

page_urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("_allauth/<slug:client>/v1/account/phone", pages.no_phone_numbers),
    path("_allauth/", include("allauth.headless.urls")),
    path("account/", pages.account, name="account"),
    path("account/organisations/new/", pages.found, name="found_organisation"),
    path("language/", pages.language, name="language"),
    path("invitations/<slug:token>/", pages.invitation, name="invitation"),
    path("oauth/token", oauth.Token.as_view(), name="oauth_token"),
    path(".well-known/oauth-authorization-server", oauth.metadata, name="oauth_metadata"),
    path("staff/", admin.site.urls),
]
