"""The addresses of orders and of the list of subscriptions."""

from django.urls import path

from marketplace.ordering import api, bundle_api, pages

api_urlpatterns = [
    path("subscriptions", api.SubscriptionsView.as_view(), name="subscriptions"),
    path("subscriptions/bundles", bundle_api.BundleOrdersView.as_view(), name="bundle-orders"),
    path("subscriptions/bundles/preview", bundle_api.BundlePreviewView.as_view(), name="bundle-preview"),
    path("subscriptions/preview", api.PreviewView.as_view(), name="subscription-preview"),
]
page_urlpatterns = [
    path("bundles/<slug:slug>/order/", pages.order, name="order_bundle"),
    path("orders/<uuid:subscription_id>/", pages.ordered, name="ordered_page"),
]
