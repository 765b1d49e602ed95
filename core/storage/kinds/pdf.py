"""Is it a PDF document?"""

import os
from typing import BinaryIO

from core.storage.kinds.content import WrongContent

# Readers look for the end mark in the last kilobyte (ISO 32000-1, implementation note 18).
_TAIL = 1024


def check_pdf(file: BinaryIO) -> None:
    """Raise WrongContent unless the file starts with a PDF header and has the end mark in its last kilobyte."""
    if not file.read(8).startswith((b"%PDF-1.", b"%PDF-2.")):
        raise WrongContent("it does not start with a PDF header")
    file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
    if b"%%EOF" not in file.read(_TAIL):
        raise WrongContent("the end of the document is missing, so it was cut off or damaged")
