"""Writing answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from core.web import json


class JSONRenderer(BaseRenderer):
    """JSON, whatever the client says it would rather have."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,  # noqa: ANN401
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the body."""
        return b"" if data is None else json.dumps(data)


class OneAnswer(BaseContentNegotiation):
    """The API speaks one language, so there is nothing to negotiate."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:  # noqa: ANN401
        """Return the parser for the body's media type, or None (415)."""
        sent = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:  # noqa: ANN401
        """Return the first renderer."""
        first = next(iter(renderers))
        return first, first.media_type
