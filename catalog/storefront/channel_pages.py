"""Storefront channels: the catalogue under another name, on its own shelves, in its own colour, at its own prices."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalog.channels.colours import Brand, dark, light
from catalog.channels.doors import channel_at
from catalog.listings.pages.listing import listing_in
from catalog.search.pages import shown_through
from catalog.search.window import Window


@require_safe
def catalog(request: HttpRequest, code: str) -> HttpResponse:
    """Show the catalogue of a channel with its filters, search and facets; one query more than the whole one."""
    channel = channel_at(request, code)
    window = Window(channel.address, tuple(channel.categories), channel.name, channel.shown_tagline, channel.code)
    context = {
        **shown_through(window, request),
        "channel": channel,
        "address": settings.BASE_URL + channel.address,
        "is_narrowed": bool(request.GET),
    }
    response = render(request, "storefront/channel.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def listing(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show a listing that stands on the shelves of a channel, at its prices; one query more than elsewhere."""
    return listing_in(request, slug, channel_at(request, code))


@require_safe
def brand(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the colours of a channel as a style sheet, since no page may bear styles of its own."""
    channel = channel_at(request, code)
    text = ""
    if channel.accent:
        text = f":root {{{_colours(light(channel.accent))}}}\n"
        text += f"@media (prefers-color-scheme: dark) {{ :root {{{_colours(dark(channel.accent))}}} }}\n"
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": "private, max-age=60"})


def _colours(found: Brand) -> str:
    return (
        f" --brand: {found.main}; --brand-strong: {found.strong}; --brand-wash: {found.wash}; --on-brand: {found.on}; "
    )
