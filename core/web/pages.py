"""The pages that belong to no other room: the front page and the API's documentation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from core.web.problem_catalogue import catalogue


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Say what the marketplace is, and where partners and customers go in."""
    return render(request, "web/home.html")


@require_GET
@ensure_csrf_cookie  # so that who is signed in can try out calls that change something
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show the API's operations, to read and to try."""
    return render(request, "web/api_docs.html")


@require_GET
def problems_index(request: HttpRequest) -> HttpResponse:
    """List every kind of problem document, since its `type` leads here."""
    return render(request, "web/problems.html", {"problems": catalogue()})


@require_GET
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one kind of problem document."""
    found = [entry for entry in catalogue() if entry["code"] == code]
    if not found:
        raise Http404
    return render(request, "web/problems.html", {"problems": found, "one": True})
