"""The page of a partner for everybody: who it is, and what it has in the catalogue."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalog.listings.structured import data_block
from catalog.search.asking import read
from catalog.search.cards import card
from catalog.search.choices import choices
from catalog.search.cursors import encode
from catalog.search.editions import lately
from catalog.search.queries import find
from catalog.search.skeletons import fill, joined
from partners.organisations.models import Partner

LONGEST_DESCRIPTION = 200


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a partner of whom anybody finds a listing, with its cards, newest first; three queries.

    Whose listings are not public has no page. Its cards carry its badges; its tier is between the partner
    and the operator.
    """
    row = Partner.objects.filter(slug=slug).first()
    if row is None:
        raise Http404
    asked = read({"partner": row.slug, "cursor": request.GET.get("cursor", "")})
    found = find(asked)
    if not found.rows:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    here, named = f"/partners/{row.slug}/", choices(lately().categories, language)
    first = fill("first_page", language, address=here) if asked.after else ""
    following = (
        fill("next_page", language, address=f"{here}?cursor={encode(found.following)}") if found.following else ""
    )
    cards = fill(
        "cards",
        language,
        cards=joined(card(each.card, language, named) for each in found.rows),
        pager=fill("pager", language, first=first, next=following) if first or following else "",
    )
    address, website = settings.BASE_URL + here, _website(row)
    organisation = {
        "@type": "Organization",
        "name": row.display_name,
        "url": address,
        **({"sameAs": [website]} if website else {}),
        **({"description": row.description} if row.description else {}),
    }
    context = {
        "partner": row,
        "website": website,
        "summary": row.description[:LONGEST_DESCRIPTION],
        "address": address,
        "cards": cards,
        "is_first": asked.after is None,
        "structured": data_block(organisation),
    }
    return render(request, "storefront/partner.html", context)


def _website(row: Partner) -> str:
    """Return the website where it is an address that a link may lead to."""
    return row.website if row.website.startswith(("https://", "http://")) else ""
