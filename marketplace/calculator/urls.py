"""The addresses of the calculator."""

from django.urls import path

from marketplace.calculator import api, pages

api_urlpatterns = [path("calculator", api.CalculatorView.as_view(), name="calculator")]
page_urlpatterns = [path("catalog/<slug:slug>/calculator/", pages.calculator, name="calculator-page")]
