"""allauth's headless API reads any JSON, however deep: bodies go past our own reader first."""

from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse

from core.refusals import Refusal
from core.web.parsers import StrictJSONParser
from core.web.problems import plain_response

PREFIX = "/_allauth/"


class StrictBodies:
    """Middleware that refuses the bodies which the rest of the API refuses too, with the same problem documents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 or 413 where the body of a sign-in cannot be read."""
        if request.path.startswith(PREFIX) and request.body:
            try:
                StrictJSONParser().parse(BytesIO(request.body))
            except Refusal as refusal:
                return plain_response(refusal)
        return self.get_response(request)
