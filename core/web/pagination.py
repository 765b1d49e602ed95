"""Keyset pages, newest first: identifiers are ordered by creation, so the last one is the cursor."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import Invalid

PAGE_SIZE = 20
LARGEST_PAGE = 100

M = TypeVar("M", bound=Model)


def page_size_of(request: Request) -> int:
    """Return the page size asked for, 20 by default. Raises Invalid outside 1 to 100."""
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_PAGE)) and 1 <= int(text) <= LARGEST_PAGE
    ):
        raise Invalid.field("page_size", f"page_size is a number from 1 to {LARGEST_PAGE}.")
    return int(text)


def cursor_of(request: Request) -> UUID | None:
    """Return the id after which the page begins. Raises Invalid for anything that is no cursor of ours."""
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.field("cursor", "Take the cursor from “next_cursor” of the page before.") from None


def paginate(request: Request, rows: QuerySet[M], serialize: Callable[[M], Any]) -> Response:
    """Answer one page of `rows`, newest first: `{"results": […], "next_cursor": …}`; one query."""
    size, cursor = page_size_of(request), cursor_of(request)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    return Response(
        {
            "results": [serialize(row) for row in page],
            "next_cursor": str(page[-1].pk) if len(found) > size else None,
        }
    )
