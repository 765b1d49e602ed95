"""The base of every REST view."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from core.accounts.principals import Principal, principal_of
from core.web import conditional, json
from core.web.access import Access
from core.web.idempotency import idempotent
from core.web.problems import MethodNotAllowed
from core.web.renderers import OneAnswer
from core.web.throttling import WriteThrottle

OK = 200


class ApiView(APIView):
    """A view that says who may call each of its methods in `access`.

    `post` honours Idempotency-Key; a view whose POST changes nothing, or is repeatable by nature, says
    `idempotency = False`. `patch` asks for If-Match; a view of things without a version says `versioned = False`.
    Every 200 to a GET carries an ETag and answers If-None-Match.
    """

    access: ClassVar[Mapping[str, Access]]
    idempotency: ClassVar[bool] = True
    versioned: ClassVar[bool] = True

    content_negotiation_class = OneAnswer
    principal: Principal

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.idempotency and "post" in cls.__dict__:
            cls.post = idempotent(cls.post)  # type: ignore[attr-defined]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Find out who is asking and whether they may ask this at all."""
        super().initial(request, *args, **kwargs)
        self.principal = principal_of(request)
        access = self.access.get("GET" if request.method == "HEAD" else request.method or "")
        if access is None:
            raise MethodNotAllowed(f"Use one of: {', '.join(self.access)}.")
        access.check(self.principal)

    def get_throttles(self) -> list[BaseThrottle]:
        """One counter, kept for the RateLimit header."""
        self.throttle = WriteThrottle()
        return [self.throttle]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Add the RateLimit header, and for a GET the ETag or the 304."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if hasattr(self, "throttle"):
            for name, value in self.throttle.headers().items():
                response[name] = value
        if request.method in ("GET", "HEAD") and response.status_code == OK and isinstance(response, Response):
            response.setdefault("ETag", conditional.body_tag(json.dumps(response.data)))
            response.setdefault("Cache-Control", "private, no-cache")
            if conditional.not_modified(request, response["ETag"]):
                response.status_code, response.data = 304, None
        return response
