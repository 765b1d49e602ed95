"""Pictures that pages show: decoded and written anew, so that no byte of an upload ever reaches a browser as a picture.

A picture is named by the hash of what was written, so its address always shows the same.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from core.storage.actions import open_stored
from core.storage.models import Purpose, Upload
from core.storage.objects import store
from core.storage.port import ObjectMissing, StoreUnavailable
from core.storage.refusals import PictureUnreadable, StorageUnavailable, WrongPurpose

# What a decoded picture of this size holds in memory, 64 MB, is what one request may take.
MOST_PIXELS_A_SIDE = 4096
CONTENT_TYPE = "image/png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is kept: width and height in pixels, and the size of its file in bytes."""

    sha256: str
    width: int
    height: int
    bytes: int


def picture_path(digest: str) -> str:
    """Return the address, on this site, of the picture with this hash."""
    return f"/pictures/{digest}.png"


def keep_picture(*, upload: Upload) -> Picture:
    """Write a stored upload anew as a PNG and keep that; doing it again gives the same.

    Its rotation is applied; position, camera and every other note in the file are left behind. Reads and writes over
    the network: a transaction around it lasts as long. Raises WrongPurpose, NotStored, PictureUnreadable,
    StorageUnavailable.
    """
    if upload.purpose != Purpose.MEDIA:
        raise WrongPurpose(f"The upload is {upload.purpose}. Upload the picture with the purpose “{Purpose.MEDIA}”.")
    try:
        with open_stored(upload=upload) as source:
            content, width, height = _written_anew(source)
        digest = sha256(content).hexdigest()
        store().put(picture_key(digest), BytesIO(content), size=len(content), content_type=CONTENT_TYPE)
    except (StoreUnavailable, ObjectMissing) as error:
        raise StorageUnavailable("The file storage does not answer. Nothing was changed; try again.") from error
    return Picture(digest, width, height, len(content))


def picture_key(digest: str) -> str:
    """Return the key under which the picture with this hash is kept."""
    return f"pictures/{digest}"


def _written_anew(source: BinaryIO) -> tuple[bytes, int, int]:
    """Return the picture as a PNG without notes, and its width and height. Raises PictureUnreadable."""
    copy = BytesIO(source.read())
    try:
        with Image.open(copy, formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MOST_PIXELS_A_SIDE:
                width, height = picture.size
                raise PictureUnreadable(
                    f"The picture has {width} × {height} pixels, and at most {MOST_PIXELS_A_SIDE:,} on each side are"
                    " accepted. Export it smaller and upload it again."
                )
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    # Whatever a broken file makes the decoder stumble over is a broken file.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError) as error:
        raise PictureUnreadable(
            "The picture cannot be decoded. Open it, export it again as PNG or JPEG, and upload that."
        ) from error
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    written = BytesIO()
    plain.save(written, "PNG", optimize=True)
    return written.getvalue(), plain.width, plain.height
