"""Is it an office document (a ZIP archive with known members), and does it unpack to something of a sane size?"""

import zipfile
import zlib
from typing import BinaryIO

from core.storage.kinds.content import WrongContent

# A scanner answers OK to 300 MB of zeros in a ZIP of 305 kB; what opens the document later should not have to.
MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 2**20
MAX_RATIO = 200
_ENCRYPTED = 0x1
_DIRECTORY_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20


def check_docx(file: BinaryIO) -> None:
    """Raise WrongContent unless the file is a Word document without macros."""
    with _opened(file) as archive:
        names = set(archive.namelist())
        if not {"[Content_Types].xml", "word/document.xml"} <= names:
            raise WrongContent("it is a ZIP archive, but not a Word document")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise WrongContent("the document has macros; save it without them")


def check_odt(file: BinaryIO) -> None:
    """Raise WrongContent unless the file is an OpenDocument text (ODF 1.2 part 3: its first member names its type)."""
    expected = b"application/vnd.oasis.opendocument.text"
    with _opened(file) as archive:
        first = archive.infolist()[0]
        if first.filename != "mimetype" or first.file_size != len(expected) or archive.read(first) != expected:
            raise WrongContent("it is a ZIP archive, but not an OpenDocument text")
        if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
            raise WrongContent("the document has macros; save it without them")


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    """Open the archive if its directory claims, and its members hold, no more than is sane."""
    if file.read(4) != b"PK\x03\x04":
        raise WrongContent("it is not an office document, which is a ZIP archive")
    _check_entries(file)
    try:
        archive = zipfile.ZipFile(file)
        _check_directory(archive.infolist())
        for member in archive.infolist():
            _check_member(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise WrongContent("its ZIP archive is damaged") from error
    return archive


def _check_entries(file: BinaryIO) -> None:
    """Count the directory's entries before anything is made of them: a million of them would fill the memory."""
    entries, rest = 0, b""
    while chunk := file.read(_CHUNK):
        entries += (rest + chunk).count(_DIRECTORY_ENTRY)
        rest = chunk[1 - len(_DIRECTORY_ENTRY) :]
    if not 1 <= entries <= MAX_MEMBERS:
        raise WrongContent(f"its ZIP archive has {entries} members; 1 to {MAX_MEMBERS} are accepted")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise WrongContent("its ZIP archive is empty")
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise WrongContent("its ZIP archive is packed in a way that office documents are not")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise WrongContent("the document is protected by a password; save it without one")
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        raise WrongContent(f"it would unpack to {unpacked // 2**20} MB, far more than a document of its size")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    # zipfile stops at the size the directory claims and compares the checksum, so a lying directory is an error here.
    with archive.open(member) as content:
        while content.read(_CHUNK):
            pass
