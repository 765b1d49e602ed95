"""Who gets into a page that is not for everybody, and what a refusal looks like there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from core.accounts.principals import has_needed_factor, principal_of
from core.refusals import Forbidden, NotFound

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: View[P]) -> View[P]:
    """Let in whoever is signed in, others after signing in. Forbidden and NotFound become the pages that say so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as refusal:
            raise PermissionDenied(refusal.detail) from refusal
        except NotFound as refusal:
            raise Http404 from refusal

    return cast("View[P]", never_cache(login_required(guarded)))


def on_staff(role: str) -> Callable[[View[P]], View[P]]:
    """Let in staff in `role`; who holds it but lacks the second factor it needs is sent to where that is set up."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            principal = principal_of(request)
            if principal.user is not None and principal.user.is_staff and not has_needed_factor(principal.user):
                return redirect("account")
            principal.require_staff(role)
            return view(request, *args, **kwargs)

        return signed_in(cast("View[P]", guarded))

    return decorate
