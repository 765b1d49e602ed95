"""The addresses of channels."""

from django.urls import path

from catalog.channels import api

api_urlpatterns = [
    path("channels", api.ChannelsView.as_view(), name="channels"),
    path("channels/<slug:code>", api.ChannelView.as_view(), name="channel"),
]
