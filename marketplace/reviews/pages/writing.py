"""Writing a review, and answering one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.listings.models import Listing
from catalog.listings.shown import ShownListing, shown_listing
from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal, principal_of
from core.refusals import Refusal
from core.web.addressing import id_in, one
from core.web.doors import signed_in
from marketplace.reviews import actions
from marketplace.reviews.models import PUBLISHED, Reply, Review
from marketplace.reviews.pages.forms import ReplyForm, ReviewForm
from marketplace.reviews.queries import holders_among, standing, with_words
from marketplace.reviews.rules import LANGUAGES, why_not
from marketplace.reviews.telling import values_of
from marketplace.reviews.wording import may_not_review, message, refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form of the organisation's one review, filled if there is one; a POST writes, changes or withdraws."""
    principal = principal_of(request)
    shown = shown_listing(slug, principal=principal, at=clock.now())
    if shown is None:
        raise Http404
    organisations = holders_among(shown.listing.offer, principal)
    context = {"listing": shown.listing, "name": shown.version.content["name"], "organisations": organisations}
    if not organisations:
        return render(request, "reviews/write.html", context)
    chosen = _chosen(request, organisations)
    review = with_words(Review.objects.filter(offer=shown.listing.offer_id, organisation=chosen)).first()
    mine = review if review and review.state == PUBLISHED else None
    form = ReviewForm(request.POST or None, organisations=organisations, initial=_filled(chosen, review, mine))
    if request.method == "POST":
        if "withdraw" in request.POST:
            _withdraw(request, principal, mine)
            return redirect("reviews_page", slug)
        if form.is_valid() and _written(principal, shown, mine, form):
            messages.success(request, _("Thank you: your review is published."))
            return redirect("reviews_page", slug)
    why = why_not(standing(shown.listing.offer, chosen.pk))
    context |= {
        "chosen": chosen,
        "review": mine,
        "form": form,
        "why_not": may_not_review(why, context["name"], chosen.name) if why else "",
        "decision": _decision(mine) if mine else "",
    }
    return render(request, "reviews/write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reply(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show a review with the form of the partner's one reply, filled if there is one; a POST writes or changes it."""
    principal = principal_of(request)
    review = one(with_words(Review.objects.visible_to(principal).published()), pk=review_id)
    principal.require("offers:write", review.offer.partner.organisation_id)
    answer: Reply | None = getattr(review, "reply", None)
    first = {"language": _own_language()} if answer is None else {}
    said = {name: getattr(answer, name) for name in ("text", "language", "version")} if answer else {}
    form = ReplyForm(request.POST or None, initial=first | said)
    listing = Listing.objects.get(offer=review.offer_id)
    if request.method == "POST" and form.is_valid() and _replied(principal, review, answer, form):
        messages.success(request, _("Your reply is published."))
        return redirect("reviews_page", listing.slug)
    context = {
        "review": review,
        "reply": answer,
        "listing": listing,
        "form": form,
        "decisions": [text for text in (_decision(review), _decision(review, answer) if answer else "") if text],
    }
    return render(request, "reviews/reply.html", context)


def _withdraw(request: HttpRequest, principal: Principal, mine: Review | None) -> None:
    """Take the review back; who comes second is told that it is back already."""
    try:
        if mine is not None:
            actions.withdraw_review(review=mine, actor=principal.actor, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("Your review is taken back. Nobody else reads it any more."))


def _chosen(request: HttpRequest, organisations: list[Organisation]) -> Organisation:
    """Return the organisation for which the person writes: the one asked for, else the first."""
    asked = id_in(request.POST.get("organisation", "") or request.GET.get("organisation", ""))
    return next((one for one in organisations if one.pk == asked), organisations[0])


def _filled(chosen: Organisation, review: Review | None, mine: Review | None) -> dict[str, Any]:
    if review is None:
        return {"organisation": chosen.pk, "language": _own_language()}
    said = {name: getattr(review, name) for name in actions.EDITABLE}
    return {"organisation": chosen.pk, **said, **({"version": mine.version} if mine else {})}


def _own_language() -> str:
    code = (get_language() or "")[:2]
    return code if code in LANGUAGES else "en"


def _written(principal: Principal, shown: ShownListing, mine: Review | None, form: ReviewForm) -> bool:
    """Write or change the review. Returns whether that was possible; what was not is said on the form."""
    values = dict(form.cleaned_data)
    organisation, version = values.pop("organisation"), values.pop("version")
    by: dict[str, Any] = {"written_by": principal.user, "actor": principal.actor, "at": clock.now()}
    try:
        if mine is None:
            actions.write_review(offer=shown.listing.offer, organisation=organisation, **values, **by)
        else:
            actions.change_review(review=mine, version=version or 0, changes=values, **by)
    except Refusal as refusal:
        form.add_error(None, refused(refusal))
        return False
    return True


def _replied(principal: Principal, review: Review, answer: Reply | None, form: ReplyForm) -> bool:
    values = dict(form.cleaned_data)
    version = values.pop("version")
    by: dict[str, Any] = {"written_by": principal.user, "actor": principal.actor, "at": clock.now()}
    try:
        if answer is None:
            actions.write_reply(review=review, **values, **by)
        else:
            actions.change_reply(reply=answer, version=version or 0, changes=values, **by)
    except Refusal as refusal:
        form.add_error(None, refused(refusal))
        return False
    return True


def _decision(review: Review, answer: Reply | None = None) -> str:
    """Return what author and partner were told, where something is hidden; the same words as in the mail."""
    words: Review | Reply = answer or review
    if not words.is_hidden:
        return ""
    return message("reply_hidden" if answer else "review_hidden", values_of(review, words.reason))[1]
