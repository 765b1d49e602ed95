"""Limits on how often one principal may change things."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from core.accounts.principals import principal_of


class WriteThrottle(SimpleRateThrottle):
    """So many changes a minute for each principal, or each address where nobody is known. Reading is not limited."""

    scope = "writes"
    key: str | None = None
    num_requests: int | None
    duration: int | None

    def get_rate(self) -> str:
        """Return the limit, from the settings."""
        return str(settings.WRITE_RATE)

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Return whom to count; None counts nothing."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        principal = principal_of(request)
        return f"writes:{self.get_ident(request) if principal.is_anonymous else principal.id}"

    def headers(self) -> dict[str, str]:
        """Return the RateLimit header of the answer, once a request has been counted."""
        if self.key is None or self.num_requests is None:
            return {}
        left = max(self.num_requests - len(self.history), 0)
        return {
            "RateLimit": f'"writes";r={left};t={self.duration}',
            "RateLimit-Policy": f'"writes";q={self.num_requests};w={self.duration}',
        }
