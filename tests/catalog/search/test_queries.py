"""The written queries: what people type, and what they mean by it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))["query"]


@pytest.mark.skipif(not os.environ.get("OFFERS"), reason="OFFERS names no file of products to import")
def test_written_queries_find_what_is_meant():
    """Import the products into a database of their own and ask; two minutes."""
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks.queries"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "GUICHET_VAR": str(ROOT / "var" / "bench")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert asked.returncode == 0, f"{asked.stdout[-4000:]}\n{asked.stderr[-4000:]}"
    assert f"{len(WRITTEN)} passed, 0 failed" in asked.stdout


def test_they_are_many_and_each_says_what_is_meant():
    assert len({query["text"] for query in WRITTEN}) == len(WRITTEN) >= 45
    for query in WRITTEN:
        assert query["language"] in ("en", "fr")
        assert 0 < len(query["expected"]) <= query["first"] <= 25
