"""The addresses behind the filesystem store's signed links. The signature is the authority; no session is asked."""

from collections.abc import Iterator
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.refusals import NotFound, Refusal
from core.storage.adapters.filesystem import FilesystemStore, ShortBody
from core.storage.adapters.tokens import Grant, LinkInvalid, verify
from core.storage.models import Upload, UploadState
from core.storage.objects import store
from core.storage.pictures import CONTENT_TYPE, picture_key
from core.storage.port import ObjectMissing, ObjectStore, StoreUnavailable
from core.storage.refusals import SizeDiffers, StorageUnavailable, UploadClosed
from core.web.problems import UnsupportedMediaType, plain_response

_CHUNK = 1 << 18


class LengthMissing(Refusal):
    """The body came without a Content-Length."""

    code = "length-required"
    title = "Content-Length is missing"
    status = 411


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def signed_object(request: HttpRequest, token: str) -> HttpResponseBase:
    """Put or get the one object for which `token` was signed."""
    try:
        objects = store()
        if not isinstance(objects, FilesystemStore):
            raise NotFound
        grant = verify(token, verb=request.method or "", at=clock.now())
        return _put(request, grant, objects) if grant.verb == "PUT" else _get(grant, objects)
    except ObjectMissing:
        return plain_response(NotFound())
    except StoreUnavailable:
        return plain_response(StorageUnavailable("The file storage does not answer. Try again in a minute."))
    except Refusal as refusal:
        return plain_response(refusal)


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Show a picture that was written anew (`core.storage.pictures`): the same for ever, so it is kept for a year."""
    try:
        size = store().size(picture_key(digest))
    except StoreUnavailable:
        return plain_response(StorageUnavailable("The file storage does not answer. Try again in a minute."))
    if size is None:
        raise Http404
    return StreamingHttpResponse(
        _chunks(store(), picture_key(digest)),
        headers={
            "Content-Type": CONTENT_TYPE,
            "Content-Length": str(size),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "public, max-age=31536000, immutable",
        },
    )


def _put(request: HttpRequest, grant: Grant, objects: FilesystemStore) -> HttpResponse:
    """Write the body, of which never more than the signed size is read."""
    _check_declared(request, grant)
    _check_open(grant)
    try:
        objects.put(grant.key, request, size=grant.size, content_type=grant.content_type)
    except ShortBody as short:
        raise SizeDiffers(f"The body ended early: {short}. PUT the whole file again.") from None
    return HttpResponse(status=HTTPStatus.OK)


def _check_declared(request: HttpRequest, grant: Grant) -> None:
    if request.headers.get("Content-Type", "") != grant.content_type:
        raise UnsupportedMediaType(f"The link is for {grant.content_type}; send exactly that as Content-Type.")
    declared = request.headers.get("Content-Length", "")
    if not (declared.isascii() and declared.isdecimal()):
        raise LengthMissing(f"Send the header Content-Length: {grant.size}; a body of unknown length is not read.")
    if declared != str(grant.size):
        raise SizeDiffers(f"The link is for exactly {grant.size} bytes. Ask for a new upload with the right size.")


def _check_open(grant: Grant) -> None:
    """Refuse a body for an upload that was stored or is gone: nobody would ever read it."""
    upload = Upload.objects.filter(pk=grant.key.split("/")[1]).first()
    if upload is None or grant.key != upload.incoming_key:
        raise LinkInvalid("The link is for an upload that does not exist any more. Ask for a new one.")
    if upload.state != UploadState.AWAITING:
        raise UploadClosed("The file of this upload was stored already and is never replaced. Ask for a new upload.")


def _get(grant: Grant, objects: FilesystemStore) -> StreamingHttpResponse:
    """Send the object as a download that no browser shows or runs on our origin."""
    size = objects.size(grant.key)
    if size is None:
        raise NotFound
    return StreamingHttpResponse(
        _chunks(objects, grant.key),
        headers={
            "Content-Type": grant.content_type,
            "Content-Length": str(size),
            "Content-Disposition": content_disposition_header(True, grant.filename) or "attachment",  # noqa: FBT003
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _chunks(objects: ObjectStore, key: str) -> Iterator[bytes]:
    with objects.open(key) as file:
        while chunk := file.read(_CHUNK):
            yield chunk
