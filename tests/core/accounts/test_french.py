"""French is complete, and the compiled file is the one of the texts."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PO = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"


def test_every_text_has_a_french_one():
    text = PO.read_text()
    assert "#, fuzzy" not in text
    entries = [entry for entry in text.split("\n\n")[1:] if not entry.startswith("#~")]
    empty = [entry for entry in entries if re.search(r'msgstr(\[\d\])? ""(?!\n")', entry)]
    assert empty == []


def test_what_is_compiled_is_what_is_written():
    compiled = gettext.GNUTranslations(PO.with_suffix(".mo").open("rb"))
    short = re.findall(r'\nmsgid "(.+)"\nmsgstr "(.+)"\n', PO.read_text())
    assert len(short) > 50
    assert [(a, compiled.gettext(a)) for a, _ in short if "\\" not in a] == [(a, b) for a, b in short if "\\" not in a]


def msgids(path):
    return set(re.findall(r'msgid "(.*(?:"\n".*)*)"\nmsg', path.read_text()))


def test_nothing_is_left_uncollected(tmp_path):
    """Collect again, beside the tree, and compare."""
    if shutil.which("xgettext") is None:
        pytest.skip("needs xgettext (Debian's gettext)")
    for folder in ("core", "partners", "catalog", "marketplace", "config", "locale"):
        shutil.copytree(Path(settings.BASE_DIR) / folder, tmp_path / folder)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-obsolete"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        capture_output=True,
    )
    assert msgids(tmp_path / "locale/fr/LC_MESSAGES/django.po") == msgids(PO)
