"""A partner's profile, and the page behind the link in the confirmation mail."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal, principal_of
from core.refusals import Invalid, PreconditionFailed, Refusal
from core.returning import go_back
from core.web.addressing import one
from core.web.doors import signed_in
from partners.organisations.actions import change_partner, confirm_contact, register_partner, send_contact_confirmation
from partners.organisations.forms import ProfileForm
from partners.organisations.models import ContactConfirmation, Partner
from partners.organisations.refusals import AlreadyConfirmed, AlreadyPartner, MailJustSent, NameTaken
from partners.organisations.tokens import confirmation_id_of


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Open an organisation's partner profile, or change it."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal).select_related("partner"), pk=organisation_id)
    principal.require("partner:write", organisation.pk)
    partner: Partner | None = getattr(organisation, "partner", None)
    form = ProfileForm(request.POST or None, initial=_present(organisation, partner, principal))
    if request.method == "POST" and form.is_valid() and _saved(form, organisation, partner, principal):
        messages.success(
            request, _("The profile is changed.") if partner else _("Welcome as a partner. Now choose a programme.")
        )
        return redirect("partner_of", organisation.pk)
    shown = {"form": form, "organisation": organisation, "partner": partner}
    return render(request, "organisations/profile.html", shown)


def _present(organisation: Organisation, partner: Partner | None, principal: Principal) -> dict[str, object]:
    if partner is None:
        email = principal.user.email if principal.user else ""
        return {"display_name": organisation.name, "contact_email": email}
    return {name: getattr(partner, name) for name in ProfileForm.base_fields}


def _saved(form: ProfileForm, organisation: Organisation, partner: Partner | None, principal: Principal) -> bool:
    """Write the profile. Returns whether that was possible; what was not is said beside its field."""
    actor, at = principal.actor, clock.now()
    try:
        if partner is None:
            register_partner(organisation=organisation, **form.profile(), actor=actor, at=at)
        else:
            version = form.cleaned_data["version"] or 0
            change_partner(partner=partner, version=version, **form.profile(), actor=actor, at=at)
    except NameTaken:
        form.add_error(
            "display_name",
            _(
                "Another partner is called like this, or looks the same on the screen, and customers must be able to"
                " tell you apart. Choose another name; if the name is yours by right, write to support."
            ),
        )
    except AlreadyPartner:
        form.add_error(None, _("The organisation has a partner profile already: a colleague has just opened it."))
    except PreconditionFailed:
        form.data = {**dict(form.data.items()), "version": Partner.objects.get(organisation=organisation).version}
        form.add_error(
            None,
            _(
                "A colleague has changed the profile in the meantime. Here is what you typed; saving it again replaces"
                " what the colleague wrote."
            ),
        )
    except Invalid as invalid:
        form.add_error(None, invalid.detail)
    return not form.errors


@require_POST
@signed_in
def ask_for_confirmation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Send the mail that confirms the contact address, and go back to where one was."""
    principal = principal_of(request)
    partner = one(Partner.objects.visible_to(principal), organisation_id=organisation_id)
    principal.require("partner:write", organisation_id)
    about = {"email": partner.contact_email}
    try:
        send_contact_confirmation(
            partner=partner, language=get_language() or "en", actor=principal.actor, at=clock.now()
        )
    except MailJustSent:
        messages.warning(
            request,
            _("A mail to %(email)s was sent less than a minute ago. Look for it, also among unwanted mail.") % about,
        )
    except AlreadyConfirmed:
        messages.success(request, _("%(email)s is confirmed already.") % about)
    else:
        messages.success(
            request, _("A mail is on its way to %(email)s. Follow the link in it within three days.") % about
        )
    return go_back(request, otherwise=reverse("partner_of", args=[organisation_id]))


@csrf_exempt  # the token in the address is the authority, and the page needs no cookie
@require_http_methods(["GET", "POST"])
@never_cache
def contact_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be confirmed; only the button confirms it, since mail scanners open every link."""
    at = clock.now()
    if request.method == "POST":
        try:
            partner = confirm_contact(token=token, actor=principal_of(request).actor, at=at)
        except Refusal as refusal:
            return _page(request, status=refusal.status, refusal=refusal.detail)
        return _page(request, confirmed=partner)
    confirmation_id = confirmation_id_of(token)
    found = confirmation_id and (
        ContactConfirmation.objects.open_at(at).select_related("partner").filter(pk=confirmation_id).first()
    )
    return _page(request, confirmation=found, status=200 if found else 404)


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "organisations/contact_confirmation.html", context, status=status)
    # The address holds the token: it must not travel on in a Referer.
    response["Referrer-Policy"] = "no-referrer"
    return response
