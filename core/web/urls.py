"""Addresses that belong to no room in particular."""

from django.urls import URLPattern, path

from core.web import health, openapi, pages

page_urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("api/openapi.json", openapi.openapi, name="openapi"),
    path("api/docs/", pages.api_docs, name="api_docs"),
    path("problems/", pages.problems_index, name="problems"),
    path("problems/<slug:code>", pages.problem, name="problem"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
