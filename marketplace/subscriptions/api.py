"""REST v1: one subscription. The list, and ordering a new one, stand in `ordering`."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.principals import Principal
from core.web.access import Needs
from core.web.addressing import one
from core.web.history import HistoryView
from core.web.serializers import StrictSerializer, read
from core.web.views import ApiView
from marketplace.subscriptions import actions
from marketplace.subscriptions.models import Subscription
from marketplace.subscriptions.shapes import SubscriptionDetailSerializer, detail_json, to_show


class SubscriptionView(ApiView):
    """One subscription."""

    access = {"GET": Needs("subscriptions:read")}

    @extend_schema(summary="Show a subscription", responses=SubscriptionDetailSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the subscription with its items."""
        return Response(detail_json(one(_visible(self.principal), pk=id), at=clock.now()))


class Cancellation(StrictSerializer):
    """Nothing needs to be said: it is always for the end of the period."""


class CancellationView(ApiView):
    """The cancellation of a subscription."""

    access = {"POST": Needs("subscriptions:write")}

    @extend_schema(
        summary="Cancel a subscription for the end of its period",
        description="Every item runs to the end of the period it is in and does not renew; `sentence` says when. What"
        " other subscriptions cannot do without it is said in `warnings`; they run on.",
        request=Cancellation,
        responses=SubscriptionDetailSerializer,
        examples=[OpenApiExample("Cancel", {}, request_only=True)],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Cancel it."""
        visible = Subscription.objects.visible_to(self.principal)
        subscription = one(visible.select_related("customer"), pk=id)
        self.principal.require("subscriptions:write", subscription.customer.organisation_id)
        read(Cancellation, request.data)
        actions.cancel_subscription(subscription=subscription, actor=self.principal.actor, at=clock.now())
        return Response(detail_json(one(_visible(self.principal), pk=id), at=clock.now()))


def _visible(principal: Principal) -> QuerySet[Subscription]:
    return to_show(Subscription.objects.visible_to(principal)).select_related("customer")


class SubscriptionHistoryView(HistoryView):
    """The story of a subscription."""

    kind = "subscription"
    access = {"GET": Needs("subscriptions:read")}

    def rows(self, principal: Principal) -> QuerySet[Subscription]:
        """Return the subscriptions that the principal may see."""
        return Subscription.objects.visible_to(principal)
