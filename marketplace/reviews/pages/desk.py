"""Reviews on the desk: what was reported or mended, and the page on which staff decide about one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.listings.models import Listing
from core import clock
from core.accounts.principals import Principal, principal_of
from core.refusals import Refusal
from core.web.addressing import id_in, one
from core.web.doors import on_staff
from marketplace.reviews import actions
from marketplace.reviews.models import MODERATED_BY, Reply, Review
from marketplace.reviews.pages.forms import ModerationForm
from marketplace.reviews.queries import to_moderate, with_words
from marketplace.reviews.wording import REASONS, refused

PAGE = 25


@require_safe
@on_staff(MODERATED_BY)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show the reviews that wait for staff, oldest first: reported ones, and hidden ones that were changed since."""
    after = id_in(request.GET.get("after", ""))
    waiting = to_moderate()
    rows = waiting.filter(pk__gt=after) if after else waiting
    found = list(with_words(rows).prefetch_related("reports").order_by("pk")[: PAGE + 1])
    context = {
        "rows": [{"review": review, "reports": _reports(review)} for review in found[:PAGE]],
        "count": waiting.count(),
        "after": after,
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "reviews/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(MODERATED_BY)
def decide(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show a review with its reply, its editions and the reports about both; a POST decides about one of the two."""
    principal = principal_of(request)
    review = one(_loaded(principal), pk=review_id)
    form = ModerationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, review, form):
        return redirect("desk_reviews")
    if request.method == "POST":
        review = one(_loaded(principal), pk=review_id)
    reply: Reply | None = getattr(review, "reply", None)
    about = request.POST.get("about")
    context = {
        "review": review,
        "listing": Listing.objects.get(offer=review.offer_id),
        "editions": list(review.editions.all())[:-1],
        "parts": [
            _part("review", review, review, form if about != "reply" else None),
            *([_part("reply", review, reply, form if about == "reply" else None)] if reply else []),
        ],
        "form": form,
    }
    return render(request, "reviews/decide.html", context)


def _loaded(principal: Principal) -> Any:  # noqa: ANN401 - a queryset of reviews
    return with_words(Review.objects.visible_to(principal)).prefetch_related("reports")


def _part(about: str, review: Review, words: Review | Reply, form: ModerationForm | None) -> dict[str, Any]:
    """Return one of the two things that may be decided about, with its form: the one that was sent, if it was this."""
    bound = form if form is not None and form.is_bound else ModerationForm(initial={"about": about})
    return {
        "about": about,
        "words": words,
        "reports": [report for report in _reports(review) if report["about"] == about],
        "form": bound,
    }


def _reports(review: Review) -> list[dict[str, Any]]:
    waiting = (report for report in review.reports.all() if report.closed_at is None)
    return [
        {
            "about": report.about,
            "reason": REASONS[report.reason],
            "detail": report.detail,
            "reported_at": report.reported_at,
        }
        for report in waiting
    ]


def _decided(request: HttpRequest, review: Review, form: ModerationForm) -> bool:
    """Decide. Returns whether that was possible; what was not is said on the form."""
    about, outcome, reason = (form.cleaned_data[name] for name in ("about", "outcome", "reason"))
    by: dict[str, Any] = {"review": review, "about": about, "actor": principal_of(request).actor, "at": clock.now()}
    try:
        match outcome:
            case "hide":
                actions.hide(reason=reason, **by)
                messages.success(request, _("It is hidden. Author and partner are told why."))
            case "restore":
                actions.restore(reason=reason, **by)
                messages.success(request, _("It can be read again. Author and partner are told why."))
            case _:
                actions.dismiss_reports(**by)
                messages.success(request, _("It stands as it is; the reports are closed."))
    except Refusal as refusal:
        form.add_error(None, refused(refusal))
        return False
    return True
