"""What a partner was told, in the words of the e-mails."""

from dataclasses import asdict
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import principal_of
from core.web.addressing import id_in, one
from core.web.doors import signed_in
from partners.organisations.models import Partner
from partners.vetting import actions
from partners.vetting.models import Notice
from partners.vetting.notices import notice_words
from partners.vetting.told_elsewhere import newest_told, read_told, unread_told

MOST = 30


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notices(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show what the organisation was told, newest first; a POST marks one notice, or all there are, as read."""
    principal = principal_of(request)
    organisation = one(Organisation.objects.visible_to(principal), pk=organisation_id)
    principal.require("partner:read", organisation.pk)
    partner = one(Partner.objects.visible_to(principal), organisation=organisation)
    rows = Notice.objects.visible_to(principal).filter(partner=partner)
    if request.method == "POST":
        chosen_id = id_in(request.POST.get("notice", ""))
        chosen = rows.filter(pk__in=[chosen_id]) if "notice" in request.POST else rows
        at = clock.now()
        actions.read_notices(notices=chosen, actor=principal.actor, at=at)
        if "notice" not in request.POST or chosen_id:
            read_told(partner, chosen_id, actor=principal.actor, at=at)
        return redirect(request.get_full_path())
    after = id_in(request.GET.get("after", ""))
    older = rows.filter(pk__lt=after) if after else rows
    own = [notice_shown(notice) for notice in older.select_related("requirement").order_by("-pk")[: MOST + 1]]
    others = [asdict(told) for told in newest_told(partner, after=after, most=MOST + 1)]
    # Their ids are in the order of time, whoever told them.
    found = sorted([*own, *others], key=itemgetter("id"), reverse=True)[: MOST + 1]
    shown = {
        "organisation": organisation,
        "partner": partner,
        "notices": found[:MOST],
        "unread": rows.unread().count() + unread_told(partner.pk),
        "after": found[MOST - 1]["id"] if len(found) > MOST else None,
        "is_first": after is None,
    }
    return render(request, "vetting/notices.html", shown)


def notice_shown(notice: Notice) -> dict[str, Any]:
    """Return a notice for pages, in the reader's language."""
    subject, text = notice_words(notice)
    return {
        "id": notice.pk,
        "subject": subject,
        "text": text,
        "given_at": notice.given_at,
        "is_unread": notice.read_at is None,
        "application": notice.application_id,
        "key": notice.requirement.key if notice.requirement else None,
    }
