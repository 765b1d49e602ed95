"""Files as people bring them, small, and made here."""

import io
import struct
import zipfile
import zlib
from datetime import datetime

from core import clock
from core.accounts.models import Organisation
from core.actors import SYSTEM
from core.storage import actions
from core.storage.models import Upload

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def png(width: int = 1, height: int = 1) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    )


def jpeg(width: int = 1, height: int = 1) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        b"\xff\xff\xc0"  # a fill byte before the marker is legal
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x02\x00\xff\xd9"
    )


def archive(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return file.getvalue()


def docx(*more: tuple[str, bytes]) -> bytes:
    return archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"), *more)


def odt(*more: tuple[str, bytes]) -> bytes:
    return archive(("mimetype", ODT_TYPE.encode()), ("content.xml", b"<office/>"), *more, packing=zipfile.ZIP_STORED)


def asked(
    organisation: Organisation,
    content: bytes = PDF,
    *,
    content_type: str = "application/pdf",
    size: int | None = None,
    at: datetime | None = None,
) -> Upload:
    """Ask for an upload of `content`."""
    return actions.request_upload(
        organisation=organisation,
        purpose="evidence",
        filename="register extract.pdf",
        content_type=content_type,
        size=len(content) if size is None else size,
        uploaded_by=None,
        actor=SYSTEM,
        at=at or clock.now(),
    )
