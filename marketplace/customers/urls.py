"""The addresses of customers."""

from django.urls import path

from marketplace.customers import api, pages

api_urlpatterns = [
    path("customers", api.CustomersView.as_view(), name="customers"),
    path("customers/<uuid:id>", api.CustomerView.as_view(), name="customer"),
    path("customers/<uuid:id>/history", api.CustomerHistoryView.as_view(), name="customer-history"),
]
page_urlpatterns = [path("customers/new/", pages.opening, name="open_customer")]
