"""The addresses of one subscription."""

from django.urls import path

from marketplace.subscriptions import api

api_urlpatterns = [
    path("subscriptions/<uuid:id>", api.SubscriptionView.as_view(), name="subscription"),
    path("subscriptions/<uuid:id>/history", api.SubscriptionHistoryView.as_view(), name="subscription-history"),
    path("subscriptions/<uuid:id>/cancellation", api.CancellationView.as_view(), name="subscription-cancellation"),
]
