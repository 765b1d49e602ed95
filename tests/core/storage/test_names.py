"""File names that people gave are safe on every system they are downloaded to."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.storage.names import MAX_NAME, clean_filename

PDF = (".pdf",)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("extract.pdf", "extract.pdf"),
        ("Extract.PDF", "Extract.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ada\\extract.pdf", "extract.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("line\nbreak\r\n.pdf", "linebreak.pdf"),
        ('"quoted"; filename=x.html', "_quoted_; filename=x.html.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("conduct.pdf", "conduct.pdf"),
        ("étude.pdf", "étude.pdf"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("  many   blanks .pdf", "many blanks.pdf"),
        ("x" * 300 + ".pdf", "x" * (MAX_NAME - 4) + ".pdf"),
    ],
)
def test_names(given_name, cleaned):
    assert clean_filename(given_name, PDF) == cleaned


def test_another_extension_of_the_kind_stays():
    assert clean_filename("photo.JPEG", (".jpg", ".jpeg")) == "photo.JPEG"
    assert clean_filename("photo", (".jpg", ".jpeg")) == "photo.jpg"


@given(st.text(max_size=400))
def test_whatever_is_given_the_name_is_plain(name):
    cleaned = clean_filename(name, PDF)
    assert 5 <= len(cleaned) <= MAX_NAME
    assert cleaned.lower().endswith(".pdf")
    assert not set(cleaned) & set('/\\<>:"|?*\0')
    assert not any(unicodedata.category(character)[0] == "C" for character in cleaned)
    assert cleaned[0] not in ". "
    assert clean_filename(cleaned, PDF) == cleaned
