"""The addresses of this room."""

from django.urls import URLPattern, path, re_path

from partners.programmes import pages
from partners.programmes.api.previews import PreviewView
from partners.programmes.api.requirements import RequirementsView, RequirementView
from partners.programmes.api.rule_books import DiffView, RuleBooksView, RuleBookView, VersionsView, VersionView

api_urlpatterns: list[URLPattern] = [
    path("rule-books", RuleBooksView.as_view(), name="rule_books"),
    path("rule-books/<slug:code>", RuleBookView.as_view(), name="rule_book"),
    path("rule-books/<slug:code>/requirements", RequirementsView.as_view(), name="requirements"),
    path("rule-books/<slug:code>/requirements/<slug:key>", RequirementView.as_view(), name="requirement"),
    path("rule-books/<slug:code>/versions", VersionsView.as_view(), name="versions"),
    path("rule-books/<slug:code>/versions/<str:number>", VersionView.as_view(), name="version"),
    path("rule-books/<slug:code>/diff/<str:span>", DiffView.as_view(), name="version_diff"),
    path("rule-books/<slug:code>/preview", PreviewView.as_view(), name="rule_book_preview"),
]
page_urlpatterns: list[URLPattern] = [
    path("rules/", pages.rule_books, name="rule_books_page"),
    # A key is written in capitals, a rule book in small letters, so the two never meet.
    re_path(r"^rules/(?P<key>[A-Z]{2,5}-[0-9]{3})/?$", pages.requirement, name="requirement_page"),
    path("rules/<slug:code>/", pages.rule_book, name="rule_book_page"),
    path("rules/<slug:code>/preview/", pages.preview, name="preview_page"),
    path("rules/<slug:code>/versions/<str:number>/", pages.version, name="version_page"),
    path("rules/<slug:code>/diff/<str:span>/", pages.difference, name="difference_page"),
]
