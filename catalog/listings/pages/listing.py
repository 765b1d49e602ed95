"""The page of one listing."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalog.channels.models import Channel
from catalog.listings.api.shapes import listing_json
from catalog.listings.beside import beside
from catalog.listings.ratings import BEST, WORST
from catalog.listings.shown import shown_listing, with_sales
from catalog.listings.structured import data_block
from catalog.listings.voices import Voice, newest_voices
from catalog.listings.wording import in_words, named_groups
from catalog.offers.rules import PUBLIC
from core import clock
from core.accounts.principals import principal_of

VOICES = 3


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a listing in the catalogue of everything."""
    return listing_in(request, slug, None)


def listing_in(request: HttpRequest, slug: str, channel: Channel | None) -> HttpResponse:
    """Show a live or retired listing: what it is, who sells it, what its plans cost; and what stands beside it.

    Five queries at most, six where it names other offers, without what stands beside, and more where a plan is not sold
    alone.
    Within a channel the prices are its own.
    """
    at = clock.now()
    found = shown_listing(slug, principal=principal_of(request), at=at, channel=channel)
    if found is None:
        raise Http404
    shown = with_sales(found, at=at)
    facts = listing_json(shown)
    voices = newest_voices(shown.listing.offer_id, VOICES) if shown.rating.count else []
    address = f"{settings.BASE_URL}/catalog/{slug}/"
    pictures = [settings.BASE_URL + one["url"] for one in (facts["logo"], *facts["screenshots"]) if one]
    others = beside(request, shown)
    context = {
        "listing": facts,
        "channel": channel,
        "base": shown.base,
        **in_words(facts),
        "named": named_groups(facts["compatibility"]),
        "address": address,
        "beside": [one.markup for one in others],
        "picture": pictures[0] if pictures else "",
        "picture_alt": "" if facts["logo"] or not pictures else facts["screenshots"][0]["alt"],
        "video_host": urlsplit(facts["video_url"]).hostname,
        "rating": shown.rating,
        "voices": voices,
        "structured": _structured_data(facts, address, pictures, voices),
    }
    response = render(request, "listings/listing.html", context)
    for one in others:
        one.finish(response)
    return response


def _structured_data(facts: dict[str, Any], address: str, pictures: list[str], voices: list[Voice]) -> SafeString:
    """Return the listing as schema.org says it."""
    product = {
        "@type": "Product",
        "name": facts["name"],
        "description": facts["summary"],
        "url": address,
        **({"image": pictures} if pictures else {}),
        "brand": {"@type": "Brand", "name": facts["partner"]["name"]},
        "category": [category["name"] for category in facts["categories"]],
        "offers": [
            {
                "@type": "Offer",
                "name": plan["name"],
                "price": plan["price"]["unit_price"]["amount"],
                "priceCurrency": plan["price"]["currency"],
                "description": plan["price"]["sentence"],
                "url": address,
                **({"availability": "https://schema.org/Discontinued"} if facts["retired_at"] else {}),
            }
            for plan in facts["plans"]
            if plan["visibility"] == PUBLIC and not plan["for_you"]
        ],
        **_rating(facts, voices),
    }
    return data_block(product)


def _rating(facts: dict[str, Any], voices: list[Voice]) -> dict[str, Any]:
    """Return what customers say, as schema.org says it; nothing where nobody has said anything."""
    rating = facts["rating"]
    if not rating["count"]:
        return {}
    stars = {"worstRating": WORST, "bestRating": BEST}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": rating["average"],
            "reviewCount": rating["count"],
            **stars,
        },
        "review": [
            {
                "@type": "Review",
                "name": voice.title,
                "reviewBody": voice.text,
                "inLanguage": voice.language,
                "datePublished": voice.written_at.date().isoformat(),
                "author": {"@type": "Organization", "name": voice.author},
                "reviewRating": {"@type": "Rating", "ratingValue": voice.stars, **stars},
            }
            for voice in voices
        ],
    }
