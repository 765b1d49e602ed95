"""Maps of the site for search engines: everything that anybody finds, and nothing else.

One file holds at most `MOST` addresses (the protocol allows 50,000). Where all together are no more, `/sitemap.xml` is
the map; else it is an index of several. What is listed publicly is what the table of search has.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from catalog.bundles.models import Bundle
from catalog.bundles.queries import offered_of
from catalog.channels.models import Channel
from catalog.listings.models import Listing
from catalog.search.models import Document
from core import clock
from partners.programmes.queries import with_versions

MOST = 10_000
MOST_MAPS = 50_000
KEPT_SECONDS = 600
_KEY = "sitemap-others"
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = "application/xml; charset=utf-8"
_STARTS = ("/", "/catalog/", "/bundles/", "/rules/")
_CATEGORIES = """
SELECT slug, max(published_at) FROM search_document, unnest(categories) AS slug GROUP BY slug ORDER BY slug
"""


class Place(NamedTuple):
    """An address of the site, and when what is there changed last, if that is known."""

    path: str
    changed_at: datetime | None = None


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Answer the map of everything, or the index of the maps; at most five queries when what is kept is there."""
    counted = Document.objects.aggregate(listings=Count("pk"), partners=Count("partner_slug", distinct=True))
    others = _others()
    if counted["listings"] + counted["partners"] + len(others) <= MOST:
        return _map([*others, *_partners(0), *_listings(0)])
    names = ["others"]
    names += [f"{what}-{n + 1}" for what, total in counted.items() for n in range(-(-total // MOST))]
    lines = (f"<sitemap><loc>{settings.BASE_URL}/sitemaps/{name}.xml</loc></sitemap>\n" for name in names)
    return HttpResponse(_document("sitemapindex", lines), content_type=_XML)


@require_safe
def others(request: HttpRequest) -> HttpResponseBase:
    """Answer the map of what is neither a listing nor a partner."""
    return _map(_others())


@require_safe
def listings(request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer one of the maps of listings, the oldest in the first; one query."""
    return _map_of(_listings, number)


@require_safe
def partners(request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer one of the maps of partners, by their slugs; one query."""
    return _map_of(_partners, number)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say where programs need not look, and where the map is."""
    apart = ("/account/", "/accounts/", "/api/v1/", "/compare", "/curation/", "/desk/", "/partner/", "/staff/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in apart), "Disallow: /*?*cursor=", "Disallow: /*?*q="]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _listings(page: int) -> Iterator[Place]:
    found = Listing.objects.filter(pk__in=Document.objects.values("listing_id")).order_by("pk")
    for slug, published_at in found.values_list("slug", "published_at")[page * MOST : (page + 1) * MOST]:
        yield Place(f"/catalog/{slug}/", published_at)


def _partners(page: int) -> Iterator[Place]:
    found = Document.objects.values_list("partner_slug").annotate(Max("published_at")).order_by("partner_slug")
    for slug, published_at in found[page * MOST : (page + 1) * MOST]:
        yield Place(f"/partners/{slug}/", published_at)


def _others() -> list[Place]:
    """Return what there is little of: it takes many queries, so it is kept for ten minutes."""
    kept: list[Place] | None = cache.get(_KEY)
    if kept is None:
        kept = [*map(Place, _STARTS), *_categories(), *_rule_books(), *_bundles(), *_channels()][:MOST]
        cache.set(_KEY, kept, KEPT_SECONDS)
    return kept


def _categories() -> Iterator[Place]:
    with connection.cursor() as cursor:
        cursor.execute(_CATEGORIES)
        for slug, published_at in cursor.fetchall():
            yield Place(f"/catalog/?category={slug}", published_at)


def _rule_books() -> Iterator[Place]:
    for book in with_versions().order_by("code"):
        if book.standing:
            yield Place(
                f"/rules/{book.code}/",
                max(filter(None, (version.announced_at for version in book.standing)), default=None),
            )


def _channels() -> Iterator[Place]:
    for channel in Channel.objects.open():
        yield Place(channel.address)


def _bundles() -> Iterator[Place]:
    at = clock.now()
    rows = list(Bundle.objects.for_sale(at).select_related("current").order_by("-pk")[:MOST])
    found = offered_of(rows, at=at) if rows else {}
    for row in rows:
        if row.pk in found:
            yield Place(f"/bundles/{row.slug}/", row.current.published_at if row.current else None)


def _map_of(read: Callable[[int], Iterator[Place]], number: int) -> HttpResponseBase:
    """Return one map of places, the first being 1. Raises Http404 where there is nothing in it."""
    places = read(number - 1) if 1 <= number <= MOST_MAPS else iter(())
    first = next(places, None)
    if first is None:
        raise Http404

    def all_of_them() -> Iterator[Place]:
        yield first
        yield from places

    return _map(all_of_them())


def _map(places: Iterable[Place]) -> HttpResponseBase:
    return StreamingHttpResponse(_document("urlset", map(_line, places)), content_type=_XML)


def _line(place: Place) -> str:
    changed = f"<lastmod>{place.changed_at.isoformat(timespec='seconds')}</lastmod>" if place.changed_at else ""
    return f"<url><loc>{escape(settings.BASE_URL + place.path)}</loc>{changed}</url>\n"


def _document(root: str, lines: Iterable[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_XMLNS}>\n'
    yield from lines
    yield f"</{root}>\n"
