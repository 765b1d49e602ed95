"""The addresses of pricing."""

from django.urls import path

from catalog.pricing import api

api_urlpatterns = [path("pricing-schemes", api.PricingSchemesView.as_view(), name="pricing-schemes")]
