"""The product's addresses, and views that answer the same bytes without doing anything for them."""

import os
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

CONSTANTS = "BENCH_CONSTANTS"
TYPES = {"page": "text/html; charset=utf-8", "rest": "application/json"}


@cache
def body(name: str) -> bytes:
    return Path(os.environ[CONSTANTS], name).read_bytes()


def constant(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(body(name), content_type=TYPES[name])


urlpatterns = [path("bench/constant/<str:name>", constant), path("", include("config.urls"))]

handler404 = "core.web.problems.not_found"
handler500 = "core.web.problems.server_error"
