"""The addresses of the calculator."""

from django.urls import path

from marketplace.calculator import pages
from marketplace.calculator.api import bills, effects

api_urlpatterns = [
    path("calculator", bills.CalculatorView.as_view(), name="calculator"),
    path(
        "offers/<uuid:id>/plans/<uuid:plan_id>/price-effect",
        effects.PriceEffectView.as_view(),
        name="price-effect",
    ),
]
page_urlpatterns = [
    path("catalog/<slug:slug>/calculator/", pages.calculator, name="calculator-page"),
    path("c/<slug:code>/<slug:slug>/calculator/", pages.calculator, name="channel-calculator-page"),
    path(
        "partner/offers/<uuid:offer_id>/plans/<uuid:plan_id>/effect/",
        pages.price_effect,
        name="price-effect-page",
    ),
]
