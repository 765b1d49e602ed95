"""Which listings somebody looked at last: kept in a signed cookie of the browser, and nowhere else."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from catalog.search.models import Document

COOKIE = "recent"
MOST_KEPT = 12
MOST_SHOWN = 6
KEPT_SECONDS = 90 * 86_400
_SALT = "catalog.search.recent"


def recent(request: HttpRequest) -> list[UUID]:
    """Return the listings looked at, the last one first; none where the cookie is not one that we signed."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_SECONDS)
        return [UUID(hex=each) for each in told][:MOST_KEPT]
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return []


def remember(response: HttpResponse, looked_at: Collection[UUID]) -> None:
    """Keep what was looked at, the last one first, in the browser."""
    told = [each.hex for each in dict.fromkeys(looked_at)][:MOST_KEPT]
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=_SALT),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def recent_cards(
    looked_at: Collection[UUID], *, without: Collection[UUID] = (), shelves: Collection[str] = ()
) -> list[str]:
    """Return the cards of those of the listings that anybody finds, at most six, in their order; one query, or none.

    With `shelves` only what stands on one of them is among them.
    """
    wanted = [each for each in looked_at if each not in without]
    if not wanted:
        return []
    rows = Document.objects.filter(pk__in=wanted)
    rows = rows.filter(categories__overlap=list(shelves)) if shelves else rows
    cards = dict(rows.values_list("pk", "card"))
    return [cards[each] for each in wanted if each in cards][:MOST_SHOWN]
