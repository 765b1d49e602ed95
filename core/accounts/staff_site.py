"""The staff admin: allauth's sign-in, and the second factor where the settings ask staff for one."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from core.accounts.models import User
from core.accounts.principals import has_needed_factor

# The admin's own scripts evaluate expressions and its pages carry inline styles; nobody but staff gets this policy.
RELAXED_POLICY = {"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


FLOORS = ("core", "partners", "catalog", "marketplace")
WORK_FIRST = ("partners", "catalog", "marketplace", "core")


class StaffSite(UnfoldAdminSite):
    """The site at /staff/: what the rooms of this house register, and nothing that libraries would let staff edit."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:  # noqa: ANN401
        """Register a room's admin; leave a library's out."""
        if admin_class is not None and admin_class.__module__.partition(".")[0] in FLOORS:
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List what staff work on before what lies below it."""
        listed = super().get_app_list(request, app_label)
        floors = {config.label: config.name.partition(".")[0] for config in apps.get_app_configs()}
        return sorted(listed, key=lambda app: WORK_FIRST.index(floors[app["app_label"]]))

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is on staff and has the second factor that is asked for."""
        user = request.user
        return isinstance(user, User) and user.is_staff and has_needed_factor(user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to allauth's sign-in or to setting up the second factor; there is no other password form."""
        wanted = request.GET.get("next") or reverse("admin:index")
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(wanted, settings.LOGIN_URL)
        if not user.is_staff:
            messages.error(
                request, _("Only staff of the marketplace may go there. You are signed in as somebody else.")
            )
            return redirect("account")
        if not has_needed_factor(user):
            messages.warning(request, _("Staff sign in with a second factor. Set up an authenticator app first."))
            return redirect("mfa_activate_totp")
        return redirect("admin:index")

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002
        """Give the admin's pages the content security policy that its scripts need."""
        guarded = super().admin_view(view, cacheable)

        def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
            response: HttpResponseBase = guarded(request, *args, **kwargs)
            response._csp_update = RELAXED_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - what csp_update sets
            return response

        return with_policy
