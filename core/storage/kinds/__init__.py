"""The kinds of file that are accepted, each with the check that its content is what its type says.

To accept another kind, write a check (it reads the file and raises `WrongContent`) and add one line to `KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.storage.kinds.archives import check_docx, check_odt
from core.storage.kinds.images import check_jpeg, check_png
from core.storage.kinds.pdf import check_pdf
from core.storage.kinds.text import check_text


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, what people call it, the file name extensions it may have, and the check of its content."""

    content_type: str
    name: str
    extensions: tuple[str, ...]
    check: Callable[[BinaryIO], None]


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

KINDS: dict[str, Kind] = {
    kind.content_type: kind
    for kind in (
        Kind("application/pdf", "PDF", (".pdf",), check_pdf),
        Kind("image/png", "PNG", (".png",), check_png),
        Kind("image/jpeg", "JPEG", (".jpg", ".jpeg"), check_jpeg),
        Kind("text/plain", "plain text", (".txt", ".text", ".md", ".log"), check_text),
        Kind("text/csv", "CSV", (".csv",), check_text),
        Kind(_DOCX, "Word (DOCX)", (".docx",), check_docx),
        Kind("application/vnd.oasis.opendocument.text", "OpenDocument text (ODT)", (".odt",), check_odt),
    )
}
