"""Our own figures pass, and what fails is named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectors.prices import KINDS
from tests.vectors.running import run

OWN = Path(__file__).with_name("own.json")
VECTORS = json.loads(OWN.read_text())["vectors"]
SEATS = {"id": "seats", "kind": "per_seat", "currency": "EUR", "inputs": {"unit_price": "4", "quantity": "2"}}


def file_of(folder, *vectors):
    path = folder / "vectors.json"
    path.write_text(json.dumps({"vectors": vectors}))
    return path


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_our_own_figures_come_out(vector, tmp_path):
    outcome = run(file_of(tmp_path, vector))
    assert (outcome.passed, outcome.failed) == (1, [])


def test_there_is_a_figure_for_every_kind():
    assert {vector["kind"] for vector in VECTORS} == set(KINDS)


@pytest.mark.parametrize(
    ("vector", "why"),
    [
        (SEATS | {"expected": {"amount": "8.01"}}, "amount is 8.00, expected 8.01"),
        (SEATS | {"expected": {"amount": "8.00", "colour": "1"}}, "colour is not answered, expected 1"),
        (SEATS | {"inputs": {"quantity": "2"}, "expected": {}}, "KeyError: 'unit_price'"),
    ],
)
def test_what_differs_is_named(vector, why, tmp_path):
    outcome = run(file_of(tmp_path, vector))
    assert (outcome.passed, outcome.failed) == (0, [f"seats (per_seat): {why}"])


def test_of_other_kinds_only_the_number_is_told_unless_they_are_asked_for(tmp_path):
    path = file_of(tmp_path, SEATS | {"expected": {"amount": "8.00"}}, SEATS | {"kind": "weather", "expected": {}})
    assert (run(path).passed, run(path).failed, run(path).left_out) == (1, [], {"weather": 1})
    assert run(path, ["weather"]).failed == ["seats (weather): there is no rule for this kind"]
    assert run(path, ["per_seat", "wether"]).failed == ["wether: there is no such kind"]


@pytest.mark.parametrize(
    ("vectors", "kinds", "code", "last"),
    [
        (str(OWN), "", 0, f"{len(VECTORS)} passed, 0 failed"),
        ("", "graduated, volume", 0, "8 passed, 0 failed"),
        ("", "weather", 1, "0 passed, 1 failed"),
    ],
)
def test_the_command_says_how_many_passed(vectors, kinds, code, last):
    done = subprocess.run(
        [sys.executable, "-m", "tests.vectors"],
        env={**os.environ, "BILLING_VECTORS": vectors, "KINDS": kinds},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (code, last)


def test_the_command_says_when_there_is_no_file():
    done = subprocess.run(
        [sys.executable, "-m", "tests.vectors"],
        env={**os.environ, "BILLING_VECTORS": "/nowhere.json"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "/nowhere.json" in done.stderr
