"""Questions about reviews."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from catalog.listings.ratings import STARS, Rating
from catalog.offers.models import Offer
from core.accounts.models import Membership, Organisation
from core.accounts.principals import Principal
from marketplace.reviews.models import HIDDEN, Report, Review, ReviewQuerySet
from marketplace.reviews.places import Order, Place, encode
from marketplace.reviews.rules import Standing
from marketplace.subscriptions.models import Item


def standing(offer: Offer, organisation_id: UUID) -> Standing:
    """Return what there is between an organisation and an offer; two queries."""
    seller = offer.partner.organisation_id
    ours = Membership.objects.filter(organisation=organisation_id)
    return Standing(
        is_own=seller == organisation_id,
        shares_member=Membership.objects.filter(organisation=seller, user__in=ours.values("user")).exists(),
        held=Item.objects.filter(plan__offer=offer, subscription__customer__organisation=organisation_id).exists(),
    )


def count_stars(offer_id: UUID) -> Rating:
    """Count the stars of the reviews of an offer that everybody may read; one query."""
    rows = Review.objects.readable().filter(offer=offer_id).values_list("stars").annotate(Count("pk"))
    given = dict(rows.order_by())
    return Rating(tuple(given.get(stars, 0) for stars in STARS))


def with_words(rows: ReviewQuerySet) -> ReviewQuerySet:
    """Load what is shown of reviews with them: whose they are, what they are about, and the reply."""
    return rows.select_related("organisation", "reply", "offer__partner")


def holders_among(offer: Offer, principal: Principal) -> list[Organisation]:
    """Return the organisations of the principal that hold or held the offer and that it may write for; one query."""
    mine = [one for one in principal.organisation_ids if principal.may("subscriptions:write", one)]
    held = Item.objects.filter(plan__offer=offer, subscription__customer__organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(held), pk__in=mine).order_by("name", "pk"))


def to_moderate() -> ReviewQuerySet:
    """Return the reviews that wait for staff: reported ones, and hidden ones whose words were changed since."""
    return Review.objects.filter(
        Q(Exists(Report.objects.open().filter(review=OuterRef("pk")))) | _mended("") | _mended("reply__")
    )


def _mended(prefix: str) -> Q:
    """Whether words are hidden and were changed after that."""
    return Q(**{f"{prefix}moderation": HIDDEN, f"{prefix}changed_at__gt": F(f"{prefix}moderated_at")})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an offer's reviews, and where the next begins."""

    reviews: list[Review]
    next_cursor: str | None


def page_of(offer_id: UUID, order: Order, *, after: Place | None, size: int) -> Page:
    """Return a page of the reviews of an offer, as everybody may read them; one query."""
    rows = with_words(Review.objects.published().filter(offer=offer_id).in_order(order, after=after))
    found = list(rows[: size + 1])
    page = found[:size]
    cursor = encode(Place(page[-1].stars, page[-1].pk)) if len(found) > size else None
    return Page(page, cursor)
