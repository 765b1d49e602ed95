"""Files are what they say, and not what would hurt whoever opens them."""

import io
import struct
import time
import zipfile

import pytest

from core.storage.kinds import KINDS, archives
from core.storage.kinds.content import WrongContent, looks_like
from tests.core.storage.samples import DOCX_TYPE, ODT_TYPE, PDF, archive, docx, jpeg, odt, png

GOOD = {
    "application/pdf": [PDF, PDF.replace(b"1.7", b"1.4") + b"\n" * 1000],
    "image/png": [png(), png(8000, 6000)],
    "image/jpeg": [jpeg(), jpeg(6000, 8000)],
    "text/plain": [b"a", "Société à responsabilité limitée\r\n\t€ 𝄞".encode(), "\ufeffbom".encode()],
    "text/csv": [b"name;amount\n=1+1;2\n"],
    DOCX_TYPE: [docx(), docx(("word/media/image1.png", png()))],
    ODT_TYPE: [odt()],
}


def check(content_type, content):
    KINDS[content_type].check(io.BytesIO(content))


def test_every_kind_has_a_good_example():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [pytest.param(t, c, id=f"{t} {n}") for t, cs in GOOD.items() for n, c in enumerate(cs)],
)
def test_a_good_file_is_accepted(content_type, content):
    check(content_type, content)


@pytest.mark.parametrize("content_type", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        b"\0",
        b"\x00\x01\x02\x03" * 4000,
        b"MZ\x90\x00" + bytes(300),
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        b"%PDF-1.7" + b"\xff" * 2000,
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 10,
        b"\xff\xd8\xff\xff\xff\xff",
        b"\xff\xd8\xff\xe0\xff",
    ],
)
def test_what_is_none_of_them_is_refused_by_all(content_type, content):
    with pytest.raises(WrongContent):
        check(content_type, content)


@pytest.mark.parametrize("declared", sorted(set(KINDS) - {"text/plain", "text/csv"}))
@pytest.mark.parametrize("real", KINDS)
def test_no_file_passes_as_another_kind(declared, real):
    if declared == real:
        return
    for content in GOOD[real]:
        with pytest.raises(WrongContent):
            check(declared, content)


@pytest.mark.parametrize("declared", ["text/plain", "text/csv"])
@pytest.mark.parametrize(
    "content",
    [png(), jpeg(), docx(), odt(), "Müller".encode("latin-1"), b"a\xe2\x82"],
    ids=["png", "jpeg", "docx", "odt", "Latin 1", "half a character"],
)
def test_only_utf8_is_text(declared, content):
    with pytest.raises(WrongContent):
        check(declared, content)


def test_a_character_split_between_two_reads_is_still_a_character():
    check("text/plain", b"a" * ((1 << 16) - 1) + "€".encode())


@pytest.mark.parametrize("image", [png(30_000, 30_000), png(0, 5)])
def test_a_png_too_large_to_open_is_refused(image):
    with pytest.raises(WrongContent, match=r"pixels|width"):
        check("image/png", image)


def test_a_jpeg_too_large_to_open_is_refused():
    with pytest.raises(WrongContent, match="60000 × 60000 pixels"):
        check("image/jpeg", jpeg(60_000, 60_000))


@pytest.mark.parametrize(
    "endless",
    [b"\xff\xe0\x00\x02", b"\xff", b"\xff\x01"],
    ids=["empty segments", "fill bytes", "markers without length"],
)
def test_a_jpeg_that_never_comes_to_the_point_is_left_soon(endless):
    content = b"\xff\xd8" + endless * (20_000_000 // len(endless))
    began = time.perf_counter()
    with pytest.raises(WrongContent):
        check("image/jpeg", content)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (docx(("word/vbaProject.bin", b"x")), "macros"),
        (archive(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "not a Word document"),
        (docx(("zeros", bytes(1000))).replace(struct.pack("<I", 1000), struct.pack("<I", 300 * 2**20)), "to 300 MB"),
        (docx(("zeros", bytes(2**20))), "unpack to"),
        (docx(*((f"word/{n}.xml", b"") for n in range(archives.MAX_MEMBERS))), "members"),
        (archive(("[Content_Types].xml", b"a"), ("word/document.xml", b"b"), packing=zipfile.ZIP_LZMA), "packed"),
        (docx()[:-30], "damaged"),
        (archive(("word/document.xml", b"<x/>"), packing=zipfile.ZIP_STORED).replace(b"<x/>", b"<y/>"), "damaged"),
    ],
)
def test_a_word_document_that_is_not_safe_to_open_is_refused(content, says):
    with pytest.raises(WrongContent, match=says):
        check(DOCX_TYPE, content)


def test_a_directory_that_understates_what_a_member_unpacks_to_is_refused():
    honest = docx(("zeros", bytes(50 * 2**20)))
    # The size in the local header and in the directory: 50 MB becomes 50 bytes.
    lying = honest.replace(struct.pack("<I", 50 * 2**20), struct.pack("<I", 50))
    assert lying != honest
    began = time.perf_counter()
    with pytest.raises(WrongContent):
        check(DOCX_TYPE, lying)
    assert time.perf_counter() - began < 0.5


def test_a_directory_of_a_million_members_is_not_even_read():
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 400_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    began = time.perf_counter()
    with pytest.raises(WrongContent, match="400000 members"):
        check(DOCX_TYPE, b"PK\x03\x04" + directory + end)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (odt(("Basic/script.xlb", b"x")), "macros"),
        (archive(("content.xml", b""), ("mimetype", ODT_TYPE.encode())), "not an OpenDocument text"),
        (archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "not an OpenDocument text"),
    ],
)
def test_an_opendocument_that_is_none_is_refused(content, says):
    with pytest.raises(WrongContent, match=says):
        check(ODT_TYPE, content)


def test_what_a_file_looks_like_is_named():
    assert looks_like(png()) == "image/png"
    assert looks_like(b"MZ\x90\x00") == "application/vnd.microsoft.portable-executable"
    assert looks_like(b"just some words") == looks_like(b"") == ""
