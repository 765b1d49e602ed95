"""The addresses of orders and of the list of subscriptions."""

from django.urls import path

from marketplace.ordering import api

api_urlpatterns = [
    path("subscriptions", api.SubscriptionsView.as_view(), name="subscriptions"),
    path("subscriptions/preview", api.PreviewView.as_view(), name="subscription-preview"),
]
