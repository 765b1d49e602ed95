"""The parameters that lists, and what is counted beside them, have in common: as OpenAPI says them, and read."""

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from catalog.channels.queries import channel_of
from catalog.offers.registers import INTEGRATIONS, PLACES
from catalog.pricing import schemes
from catalog.search.asking import (
    BADGE_PATTERN,
    LARGEST_PAGE,
    NAMES,
    ORDERS,
    PAGE_SIZE,
    PRICE_PATTERN,
    RATINGS,
    Asked,
    Held,
    read,
)
from catalog.search.elsewhere import Pairs
from catalog.search.query import MAX_TEXT
from catalog.search.window import WHOLE, Window
from core.accounts.principals import Principal
from core.periods import Interval
from core.refusals import Invalid

_PRICE = {"type": "string", "pattern": f"^{PRICE_PATTERN}$"}
_SLUG = {"type": "string", "pattern": "^[-_A-Za-z0-9]{1,160}$"}

FILTERS = [
    OpenApiParameter("q", {"type": "string", "maxLength": MAX_TEXT}, description="Words to search for"),
    OpenApiParameter("category", _SLUG, description="The slug of a category, or of a heading over categories"),
    OpenApiParameter("partner", _SLUG, description="A slug"),
    OpenApiParameter("scheme", str, enum=sorted(schemes.SCHEMES), description="Has a plan with this price model"),
    OpenApiParameter("price_min", _PRICE, description="Least price a month, such as 9.50"),
    OpenApiParameter("price_max", _PRICE, description="Highest price a month, such as 9.50"),
    OpenApiParameter(
        "currency",
        {"type": "string", "pattern": "^[A-Z]{3}$"},
        description="Prices in this currency; EUR where prices are compared and none is named",
    ),
    OpenApiParameter("interval", str, enum=list(Interval), description="Has a plan billed so often"),
    OpenApiParameter(
        "tag", {"type": "string", "minLength": 2, "maxLength": 100}, description="A tag, such as “project-planning”"
    ),
    OpenApiParameter("integration", str, enum=list(INTEGRATIONS), description="Integrates in this way"),
    OpenApiParameter(
        "data_location",
        str,
        enum=list(PLACES),
        description="Data of customers is kept in this country; “eu” and “eea”: nowhere outside of it",
    ),
    OpenApiParameter(
        "badge",
        {"type": "string", "pattern": f"^{BADGE_PATTERN}$"},
        description="Its partner holds this badge, such as “secure”",
    ),
    OpenApiParameter("rating", str, enum=list(RATINGS), description="At least so many stars on the average shown"),
    OpenApiParameter(
        "works_with",
        _SLUG,
        description="The slug of a listing: what complements or requires it, and what it complements or requires",
    ),
    OpenApiParameter(
        "mine",
        bool,
        description="Works with at least one offer that your organisations hold, none of which excludes it or is"
        " excluded by it. For who is signed in, and for programs with the scope `subscriptions:read`",
    ),
]
CHANNEL = OpenApiParameter(
    "channel", str, description="The code of a channel: only what stands on its shelves, at its prices"
)
PAGING = [
    OpenApiParameter(
        "order",
        str,
        enum=list(ORDERS),
        description="“-price” is from the highest price down, “rating” from the best"
        " rated down, where few reviews count little",
    ),
    OpenApiParameter("cursor", str, description="“next_cursor” of the page before"),
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}),
]
OF_PAGES = frozenset(parameter.name for parameter in PAGING)


def window_for(request: Request, principal: Principal) -> Window:
    """Return the channel that was asked for, all where none was. Raises NotFound; one query, or none."""
    channel = channel_of(request.query_params.get("channel"), principal)
    return Window(shelves=tuple(channel.categories), channel=channel.code) if channel else WHOLE


def asked_for(parameters: str, *, pages: bool, window: Window = WHOLE, held: Held, pairs: Pairs) -> Asked:
    """Return what a query string asks for of a part of the catalogue, of somebody who holds `held`.

    Raises Invalid; only a list of `pages` takes what pages are asked by.
    """
    given = QueryDict(parameters.encode("latin-1"))
    names = ["channel", *(name for name in NAMES if pages or name not in OF_PAGES)]
    asked = read(given, window.shelves, held, channel=window.channel, pairs=pairs)
    errors = [(name, sentence) for name, sentence in asked.errors.items() if name in names]
    errors += [(name, f"Use only: {', '.join(names)}.") for name in given if name not in names]
    if errors:
        raise Invalid(
            "Some parameters cannot be accepted; “errors” names each one and what to do.",
            errors=[{"pointer": f"/{name}", "code": "invalid", "detail": sentence} for name, sentence in errors],
        )
    return asked
