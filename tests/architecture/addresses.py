"""Every address of REST v1, read from the site's own table."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

PREFIX = "api/v1/"


def views() -> Iterator[tuple[str, type[APIView]]]:
    """Yield (route, view class) of each address under /api/v1/."""
    for route, pattern in _walk(get_resolver(), ""):
        if route.startswith(PREFIX):
            view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
            yield route, view


def operations() -> Iterator[tuple[str, str, type[APIView]]]:
    """Yield (address, method, view class) of each operation; parameters stand in braces, as in the document."""
    for route, view in views():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if hasattr(view, method.lower()):
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route), method, view


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield route, pattern
