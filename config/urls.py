"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("config.api")),
    path("", include("config.pages")),
]

handler400 = "core.web.problems.bad_request"
handler404 = "core.web.problems.not_found"
handler500 = "core.web.problems.server_error"
