"""Why a file is not accepted, in words that say what to do."""

from core.refusals import Refusal


class KindNotAccepted(Refusal):
    """The media type is not on the list for this purpose."""

    code = "file-kind-not-accepted"
    title = "Files of this kind are not accepted"
    status = 422


class FileTooLarge(Refusal):
    """The declared size is over the limit."""

    code = "file-too-large"
    title = "The file is too large"
    status = 422


class FileEmpty(Refusal):
    """The declared size is zero or less."""

    code = "file-empty"
    title = "The file is empty"
    status = 422


class TooManyOpenUploads(Refusal):
    """The organisation asked for many uploads that it did not complete."""

    code = "too-many-open-uploads"
    title = "Too many uploads are waiting for their file"


class NotUploadedYet(Refusal):
    """The upload was completed before the file was put."""

    code = "not-uploaded-yet"
    title = "The file has not been uploaded yet"


class SizeDiffers(Refusal):
    """The file is longer or shorter than declared."""

    code = "size-differs"
    title = "The file does not have the declared size"


class TypeDiffers(Refusal):
    """The content is not of the declared type, or is not safe to open."""

    code = "type-differs"
    title = "The file is not what its type says"


class Infected(Refusal):
    """A virus was found in the file."""

    code = "file-infected"
    title = "A virus was found in the file"


class ScannerDown(Refusal):
    """The virus scanner that the operator named gave no verdict."""

    code = "scanner-unavailable"
    title = "The virus scanner does not answer"
    status = 503


class UploadExpired(Refusal):
    """The time to put and complete the file is over."""

    code = "upload-expired"
    title = "The upload has expired"


class UploadClosed(Refusal):
    """The file was stored already and is never replaced."""

    code = "upload-closed"
    title = "The file was stored already"


class NotStored(Refusal):
    """The file is not (yet) kept, so it cannot be read."""

    code = "upload-not-stored"
    title = "The file has not been stored yet"


class StorageUnavailable(Refusal):
    """The object store does not answer."""

    code = "storage-unavailable"
    title = "The file storage does not answer"
    status = 503


class WrongPurpose(Refusal):
    """A file is used only for what it was uploaded for."""

    code = "upload-wrong-purpose"
    title = "The file was uploaded for something else"
    status = 422


class PictureUnreadable(Refusal):
    """A picture is decoded and written anew, and this one cannot be."""

    code = "picture-unreadable"
    title = "The picture cannot be shown"
    status = 422
