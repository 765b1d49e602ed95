"""The addresses of channels."""

from django.urls import path

from catalog.channels import api, pages

api_urlpatterns = [
    path("channels", api.ChannelsView.as_view(), name="channels"),
    path("channels/<slug:code>", api.ChannelView.as_view(), name="channel"),
]
page_urlpatterns = [
    path("curation/channels/", pages.channels, name="curated_channels"),
    path("curation/channels/<slug:code>/", pages.channel, name="curated_channel"),
]
