"""The pages of people's accounts that allauth does not bring."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.accounts.actions import accept_invitation, found_organisation
from core.accounts.forms import FoundingForm
from core.accounts.invitations import hash_of
from core.accounts.models import Invitation, Membership, User
from core.accounts.principals import has_needed_factor, principal_of
from core.refusals import Refusal
from core.returning import go_back

YEAR = 365 * 24 * 3600


@require_GET
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is here: organisations, roles, and the ways to keep the account safe."""
    user = request.user
    assert isinstance(user, User)
    memberships = Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name")
    return render(
        request, "accounts/account.html", {"memberships": memberships, "factor_needed": not has_needed_factor(user)}
    )


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """Found an organisation, of which one becomes the first owner."""
    user = request.user
    assert isinstance(user, User)
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        founded = found_organisation(**form.cleaned_data, owner=user, actor=principal_of(request).actor, at=clock.now())
        messages.success(request, _("%(name)s is founded, and you are its owner.") % {"name": founded.name})
        return redirect("account")
    return render(request, "accounts/found.html", {"form": form})


@csrf_exempt  # reading in another language harms nobody, and public pages need no cookie for it
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages, kept in a cookie of this browser."""
    response = go_back(request, otherwise="/")
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax")
        translation.activate(code)
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever came by its e-mail, and accept it."""
    user = request.user
    assert isinstance(user, User)
    at = clock.now()
    found = (
        Invitation.objects.pending()
        .select_related("organisation", "invited_by")
        .filter(token_hash=hash_of(token), expires_at__gt=at)
        .first()
    )
    if request.method == "POST":
        try:
            accept_invitation(token=token, user=user, actor=principal_of(request).actor, at=at)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("Welcome. You are a member now."))
            return redirect("account")
    return render(request, "accounts/invitation.html", {"invitation": found}, status=200 if found else 404)


@csrf_exempt
def no_phone_numbers(request: HttpRequest, client: str) -> HttpResponse:
    """Answer 404 where allauth would keep telephone numbers: it offers the address whether it can or not."""
    raise Http404
