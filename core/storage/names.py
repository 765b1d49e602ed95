"""File names that people gave, made safe to show, to store and to offer for download."""

import re
import unicodedata

MAX_NAME = 120
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_filename(given: str, extensions: tuple[str, ...]) -> str:
    """Return a plain file name of at most 120 characters: no folders, no control or format characters.

    The name ends in one of `extensions` (the first is appended when it does not), so that what was checked as a PDF is
    not offered as a program.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r" +", " ", _NOT_IN_NAMES.sub("_", name)).strip(" .") or "file"
    if _DEVICES.match(name):
        name = f"_{name}"
    stem, extension = name, extensions[0]
    for known in extensions:
        if name.lower().endswith(known) and len(name) > len(known):
            stem, extension = name[: -len(known)], name[-len(known) :]
    return stem[: MAX_NAME - len(extension)].rstrip(" .") + extension
