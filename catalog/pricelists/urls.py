"""The addresses of price lists and negotiated prices."""

from django.urls import path

from catalog.pricelists import api

_PLAN = "offers/<uuid:id>/plans/<uuid:plan_id>"

api_urlpatterns = [
    path(f"{_PLAN}/list-prices", api.ListPricesView.as_view(), name="list-prices"),
    path(f"{_PLAN}/list-prices/<uuid:entry>", api.ListPriceView.as_view(), name="list-price"),
    path(f"{_PLAN}/negotiated-prices", api.PlanNegotiatedPricesView.as_view(), name="plan-negotiated-prices"),
    path(f"{_PLAN}/invitations", api.PlanInvitationsView.as_view(), name="plan-invitations"),
    path("negotiated-prices", api.NegotiatedPricesView.as_view(), name="negotiated-prices"),
    path("negotiated-prices/redemption", api.RedemptionView.as_view(), name="negotiated-price-redemption"),
    path("negotiated-prices/<uuid:id>", api.NegotiatedPriceView.as_view(), name="negotiated-price"),
]
