"""Reporting a review or a reply."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.accounts.principals import principal_of
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import signed_in
from marketplace.reviews import actions
from marketplace.reviews.models import Review
from marketplace.reviews.pages.forms import ReportForm
from marketplace.reviews.wording import refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show the words that are reported and ask why; a POST reports them."""
    principal = principal_of(request)
    rows = Review.objects.readable().select_related("organisation", "reply", "offer__listing", "offer__partner")
    review = one(rows, pk=review_id)
    about = "reply" if "reply" in (request.GET.get("about"), request.POST.get("about")) else "review"
    words = review if about == "review" else getattr(review, "reply", None)
    if words is None or words.is_hidden or principal.user is None:
        raise Http404
    form = ReportForm(request.POST or None, initial={"about": about})
    slug = review.offer.listing.slug
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(
                review=review,
                **form.cleaned_data,
                reported_by=principal.user,
                actor=principal.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, _("Thank you. Our staff will look at it."))
            return redirect("reviews_page", slug)
    context = {"review": review, "words": words, "about": about, "slug": slug, "form": form}
    return render(request, "reviews/report.html", context)
