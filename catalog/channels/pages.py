"""The desk of those who look after channels: all of them, and the page of one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.channels import actions
from catalog.channels.forms import ChannelForm, NewChannelForm, of
from catalog.channels.models import Channel
from catalog.channels.queries import entered
from core import clock
from core.accounts.principals import principal_of
from core.accounts.roles import StaffRole
from core.refusals import Refusal
from core.web.doors import on_staff


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.CATALOGUE)
def channels(request: HttpRequest) -> HttpResponse:
    """Show every channel; a POST founds one."""
    form = NewChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.found_channel(**form.values(), actor=principal_of(request).actor, at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The channel is founded."))
            return redirect("curated_channel", made.code)
    return render(request, "channels/channels.html", {"channels": Channel.objects.all(), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.CATALOGUE)
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a channel is; a POST changes it, unless somebody else has since it was looked at."""
    principal = principal_of(request)
    found = entered(code, principal)
    if found is None:
        raise Http404
    form = ChannelForm(request.POST or None, initial=of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_channel(
                channel=found,
                version=form.cleaned_data["version"],
                changes=form.values(),
                actor=principal.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The channel is saved."))
            return redirect("curated_channel", found.code)
    return render(request, "channels/channel.html", {"channel": found, "form": form})
