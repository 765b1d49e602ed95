"""The addresses of invoices."""

from django.urls import path

from marketplace.billing import api

api_urlpatterns = [
    path("invoices", api.InvoicesView.as_view(), name="invoices"),
    path("invoices/<uuid:id>", api.InvoiceView.as_view(), name="invoice"),
    path("invoices/<uuid:id>/history", api.InvoiceHistoryView.as_view(), name="invoice-history"),
]
