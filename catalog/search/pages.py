"""The catalogue as a page."""

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from catalog.search.asking import Held, read
from catalog.search.choices import Reader, choices
from catalog.search.editions import Kept, lately
from catalog.search.elsewhere import Pairs
from catalog.search.facets import facets
from catalog.search.holding import held_by_reader
from catalog.search.listing_page import content
from catalog.search.queries import find
from catalog.search.skeletons import Gap, Skeleton
from catalog.search.window import WHOLE, Window


class Question(NamedTuple):
    """Everything that the list on a page depends on, besides the listings."""

    parameters: str
    reader: Reader
    edition: UUID | None
    held: Held
    pairs: Pairs


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """Show the listings that fit what is asked for, twenty at a time; it works without scripts."""
    shown = shown_through(WHOLE, request)
    if _says_nothing_of_itself(request):
        response = HttpResponse(
            _frame(get_language() or settings.LANGUAGE_CODE).fill({**shown, "address": request.get_full_path()})
        )
    else:
        response = render(request, "search/page.html", shown)
    patch_vary_headers(response, ["Cookie"])
    return response


def shown_through(window: Window, request: HttpRequest) -> Mapping[str, str]:
    """Return the title and the content of a page that shows what is asked for of a part of the catalogue."""
    language = get_language() or settings.LANGUAGE_CODE
    edition, known, pairs = lately()
    held = None if _says_nothing_of_itself(request) else held_by_reader(request)
    reader = Reader(language, choices(known, language), window)
    question = Question(request.META["QUERY_STRING"], reader, edition, held, pairs)
    return (_kept_searches if held or request.GET.get("q") else _kept_lists).get(question, edition)


def _shown(question: Question) -> Mapping[str, str]:
    given = QueryDict(question.parameters.encode("latin-1"))
    window = question.reader.window
    asked = read(given, window.shelves, question.held, channel=window.channel, pairs=question.pairs)
    found = find(asked)
    counted = facets(found.query, asked.filters, question.edition, asked.held, asked.channel)
    return {
        "page_title": asked.text.strip() or window.name or gettext("Catalogue"),
        "page_content": content(asked, found, counted, given, question.reader),
    }


# Apart, so that searches and what single customers see, of which there is no end, do not push the lists out.
_kept_lists: Kept[Question, Mapping[str, str]] = Kept(_shown)
_kept_searches: Kept[Question, Mapping[str, str]] = Kept(_shown)


def _says_nothing_of_itself(request: HttpRequest) -> bool:
    """Whether nobody is signed in and no message waits, so that what is around the list is always the same."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


@cache
def _frame(language: str) -> Skeleton:
    """Return what is around the list for somebody who is not signed in."""
    nobody = SimpleNamespace(path="/catalog/", user=AnonymousUser(), get_full_path=Gap("address"))
    context = {"request": nobody, "page_title": Gap("page_title"), "page_content": Gap("page_content")}
    return Skeleton("search/page.html", language, context)
