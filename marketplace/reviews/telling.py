"""Whom a mail about a review goes to, and what it says."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from core.accounts.models import Membership
from core.accounts.roles import roles_with
from marketplace.reviews.models import Review
from marketplace.reviews.wording import message


def values_of(review: Review, reason: str = "") -> dict[str, object]:
    """Return what the messages about a review name."""
    return {
        "offer": review.offer.name,
        "partner": review.offer.partner.display_name,
        "organisation": review.organisation.name,
        "title": review.title,
        "stars": review.stars,
        "reason": reason,
    }


def author_of(review: Review) -> list[Membership]:
    """Return the members of the organisation that wrote it who may change it."""
    return _members(review.organisation_id, "subscriptions:write")


def partner_of(review: Review) -> list[Membership]:
    """Return the members of the partner who may answer it."""
    return _members(review.offer.partner.organisation_id, "offers:write")


def mail(review: Review, kind: str, to: Iterable[Membership], *, mark: str, reason: str = "") -> None:
    """Send one message to each, in the language of each.

    `mark` tells this message from others of its kind: a crash between sending and committing sends it twice, under the
    same Message-ID.
    """
    address = f"{settings.BASE_URL}/catalog/{review.offer.listing.slug}/reviews/"
    for member in to:
        with translation.override(member.user.language):
            subject, text = message(kind, values_of(review, reason))
            body = render_to_string("reviews/message.txt", {"text": text, "url": address})
        EmailMessage(
            subject=f"Guichet: {' '.join(subject.split())}",
            body=body,
            to=[member.user.email],
            headers={"Message-ID": f"<{kind}.{review.pk}.{mark}.{member.user_id}@reviews.guichet>"},
        ).send()


def _members(organisation_id: UUID, permission: str) -> list[Membership]:
    members = Membership.objects.filter(
        organisation=organisation_id, role__in=roles_with(permission), user__is_active=True
    )
    return list(members.select_related("user").order_by("pk"))
