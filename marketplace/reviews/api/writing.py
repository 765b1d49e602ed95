"""REST v1: what organisations write, and what partners answer."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.listings.models import Listing
from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal
from core.refusals import Invalid
from core.web.access import Needs, Staff
from core.web.addressing import named, one
from core.web.conditional import expected_version, version_tag
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView
from marketplace.reviews import actions
from marketplace.reviews.api.shapes import (
    EXAMPLE,
    ReplyChanges,
    ReplyInput,
    ReplySerializer,
    ReviewChanges,
    ReviewDetailSerializer,
    ReviewInput,
    ReviewPageSerializer,
    ReviewSerializer,
    edition_json,
    reply_json,
    review_json,
)
from marketplace.reviews.models import MODERATED_BY, Reply, Review
from marketplace.reviews.queries import with_words


class ReviewsView(ApiView):
    """The reviews that concern one."""

    access = {"GET": Needs("subscriptions:read"), "POST": Needs("subscriptions:write")}

    @extend_schema(summary="List the reviews that concern me", responses=ReviewPageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page, newest first: what my organisations wrote, and what was written about their offers."""
        return paginate(request, with_words(Review.objects.visible_to(self.principal)), review_json)

    @extend_schema(
        summary="Review an offer",
        request=ReviewInput,
        responses={201: ReviewSerializer},
        examples=[OpenApiExample("Four stars", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Write the organisation's one review of an offer that it holds or held."""
        values = read(ReviewInput, request.data)
        organisations = Organisation.objects.visible_to(self.principal)
        organisation = named(organisations, "organisation", values.pop("organisation"))
        self.principal.require("subscriptions:write", organisation.pk)
        slug = values.pop("listing")
        # What is hidden from newcomers is still there for who holds it, so no more is asked here than that it exists.
        listing = Listing.objects.select_related("offer__partner").filter(slug=slug).first()
        if listing is None:
            raise Invalid.field("listing", "There is no listing with this slug.", code="unknown-reference")
        review = actions.write_review(
            offer=listing.offer,
            organisation=organisation,
            **values,
            written_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        headers = {"Location": f"/api/v1/reviews/{review.pk}", "ETag": version_tag(review.version)}
        return Response(review_json(review), status=201, headers=headers)


class ReviewView(ApiView):
    """One review."""

    access = {"GET": Needs("subscriptions:read"), "PATCH": Needs("subscriptions:write")}

    @extend_schema(summary="Show a review with its editions", responses=ReviewDetailSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the review to its organisation, to the partner and to staff; two queries."""
        review = one(with_words(Review.objects.visible_to(self.principal)), pk=id)
        answer = review_json(review) | {"editions": [edition_json(edition) for edition in review.editions.all()]}
        return Response(answer, headers={"ETag": version_tag(review.version)})

    @extend_schema(
        summary="Change a review",
        request=ReviewChanges(partial=True),
        responses=ReviewSerializer,
        examples=[OpenApiExample("A star more", {"stars": 5}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the named fields; what it said before is kept as an edition."""
        review = one(with_words(Review.objects.visible_to(self.principal)), pk=id)
        self.principal.require("subscriptions:write", review.organisation_id)
        version = expected_version(request, review.version)
        changes = read(ReviewChanges, request.data, partial=True)
        review = actions.change_review(
            review=review,
            version=version,
            changes=changes,
            written_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(review_json(review), headers={"ETag": version_tag(review.version)})


class ReviewWithdrawalView(ApiView):
    """Taking a review back."""

    access = {"POST": Needs("subscriptions:write")}

    @extend_schema(summary="Take a review back", request=None, responses=ReviewSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Take it back: nobody else reads it any more. Writing again brings it back as another edition."""
        review = one(with_words(Review.objects.visible_to(self.principal)), pk=id)
        self.principal.require("subscriptions:write", review.organisation_id)
        actions.withdraw_review(review=review, actor=self.principal.actor, at=clock.now())
        return Response(review_json(review))


class ReviewHistoryView(HistoryView):
    """The story of a review, with the names of both sides' people: for staff only."""

    kind = "review"
    access = {"GET": Staff(MODERATED_BY)}

    def rows(self, principal: Principal) -> QuerySet[Review]:
        """Return all reviews to staff."""
        return Review.objects.visible_to(principal)


class RepliesView(ApiView):
    """What partners answer."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(
        summary="Answer a review",
        request=ReplyInput,
        responses={201: ReplySerializer},
        examples=[
            OpenApiExample(
                "An answer",
                {"review": EXAMPLE["organisation"], "text": "Thank you. The export came in May.", "language": "en"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Write the one reply of the partner whose offer was reviewed."""
        values = read(ReplyInput, request.data)
        reviews = Review.objects.visible_to(self.principal).select_related("offer__partner")
        review = named(reviews, "review", values.pop("review"))
        self.principal.require("offers:write", review.offer.partner.organisation_id)
        reply = actions.write_reply(
            review=review,
            **values,
            written_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        headers = {"Location": f"/api/v1/replies/{reply.pk}", "ETag": version_tag(reply.version)}
        return Response(reply_json(reply), status=201, headers=headers)


class ReplyView(ApiView):
    """One reply."""

    access = {"GET": Needs("offers:read"), "PATCH": Needs("offers:write")}

    @extend_schema(summary="Show a reply", responses=ReplySerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the reply to both sides and to staff."""
        reply = one(Reply.objects.visible_to(self.principal), pk=id)
        return Response(reply_json(reply), headers={"ETag": version_tag(reply.version)})

    @extend_schema(
        summary="Change a reply",
        request=ReplyChanges(partial=True),
        responses=ReplySerializer,
        examples=[OpenApiExample("Other words", {"text": "Thank you. The export is there."}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the named fields; what it said before is kept as an edition."""
        replies = Reply.objects.visible_to(self.principal).select_related("review__offer__partner")
        reply = one(replies, pk=id)
        self.principal.require("offers:write", reply.review.offer.partner.organisation_id)
        version = expected_version(request, reply.version)
        changes = read(ReplyChanges, request.data, partial=True)
        reply = actions.change_reply(
            reply=reply,
            version=version,
            changes=changes,
            written_by=self.principal.user,
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(reply_json(reply), headers={"ETag": version_tag(reply.version)})
