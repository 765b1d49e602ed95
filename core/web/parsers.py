"""Reading request bodies."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from core.web import json
from core.web.problems import TooLarge, Unreadable

LARGEST_BODY = 1024 * 1024


class StrictJSONParser(BaseParser):
    """JSON up to one megabyte: UTF-8, no NaN, no lone surrogates, no deep nesting."""

    media_type = "application/json"
    loads = staticmethod(json.loads)

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        """Return the body's value. Raises TooLarge and Unreadable."""
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge(f"The body is larger than {LARGEST_BODY} bytes. Files go through an upload instead.")
        try:
            return self.loads(body)
        except ValueError as error:
            raise Unreadable(f"The body is not JSON that can be read: {error}.") from error


class ExactJSONParser(StrictJSONParser):
    """The same, for bodies whose numbers are amounts: each keeps the digits it was sent with."""

    loads = staticmethod(json.loads_exact)
