"""The API's own description, as its address serves it: worked out once per process, since only the code decides it."""

from functools import cache
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import etag
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from core.web.conditional import body_tag
from core.web.problems import MethodNotAllowed, plain_response

LANGUAGE = "en"
READING = ("GET", "HEAD")
# The first askers of a new process come together, and working it out takes most of a second.
_one_at_a_time = Lock()


def described() -> tuple[bytes, str]:
    """Return the OpenAPI document as JSON, in English whoever asks, and its ETag."""
    with _one_at_a_time:
        return _described()


@cache
def _described() -> tuple[bytes, str]:
    with translation.override(LANGUAGE):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        body = bytes(OpenApiJsonRenderer().render(schema, renderer_context={}))
    return body, body_tag(body)


@csrf_exempt  # a POST is refused as such, not for the token that it lacks
@cache_control(public=True, no_cache=True)
@etag(lambda _request: described()[1])
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer the document, or 304 to who has it."""
    if request.method not in READING:
        return plain_response(MethodNotAllowed(f"Use one of: {', '.join(READING)}."))
    return HttpResponse(
        described()[0],
        content_type=OpenApiJsonRenderer.media_type,
        headers={"Content-Disposition": 'inline; filename="Guichet.json"'},
    )
