"""Is it text that any program can read?"""

import codecs
import re
from typing import BinaryIO

from core.storage.kinds.content import WrongContent

_CHUNK = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_text(file: BinaryIO) -> None:
    """Raise WrongContent unless all of the file is UTF-8 without control characters (tab, line ends and FF may be)."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        while chunk := file.read(_CHUNK):
            _check_characters(decode(chunk))
        decode(b"", final=True)
    except UnicodeDecodeError:
        raise WrongContent("it is not text in UTF-8; save it in that encoding") from None


def _check_characters(text: str) -> None:
    if found := _CONTROL.search(text):
        raise WrongContent(f"it has the control character U+{ord(found[0]):04X}, so it is not plain text")
