"""The addresses of this room."""

from django.urls import path, re_path

from core.storage import api, pages

api_urlpatterns = [
    path("uploads", api.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:id>", api.OneUpload.as_view(), name="upload"),
    path("uploads/<uuid:id>/completion", api.UploadCompletion.as_view(), name="upload-completion"),
]
page_urlpatterns = [
    path("objects/<str:token>", pages.signed_object, name="signed-object"),
    re_path(r"^pictures/(?P<digest>[0-9a-f]{64})\.png$", pages.picture, name="picture"),
]
