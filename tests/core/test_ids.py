"""Identifiers in the order of their making."""

import threading
import time
from uuid import RFC_4122

import pytest

from core import ids
from core.ids import uuid7


@pytest.fixture(autouse=True)
def _no_id_before(monkeypatch):
    """Forget what this process made before: a test that travelled in time leaves ids of the years it went to."""
    monkeypatch.setattr(ids, "_last", 0)


def test_it_is_a_version_7_of_now():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before - 1 <= made.int >> 80 <= time.time_ns() // 1_000_000 + 100


def test_each_is_greater_than_the_one_before():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_and_each_sees_its_own_in_order():
    made: list[list] = [[] for _ in range(8)]

    def make(into):
        into.extend(uuid7() for _ in range(2_000))

    threads = [threading.Thread(target=make, args=[into]) for into in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(into == sorted(into) for into in made)
    assert len({one for into in made for one in into}) == 16_000


@pytest.mark.parametrize("step", [-3_600_000_000_000, -1_000_000, 0])
def test_a_clock_that_stands_still_or_goes_back_does_not_break_the_order(monkeypatch, step):
    now = time.time_ns()
    first = uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: now + step)
    later = [uuid7() for _ in range(10_000)]
    assert [first, *later] == sorted([first, *later])
    assert all(one.version == 7 and one.variant == RFC_4122 for one in later)


def test_the_rest_is_random():
    tails = {uuid7().int & ((1 << 62) - 1) for _ in range(1000)}
    assert len(tails) == 1000
    # Each of the 62 bits is sometimes set and sometimes not.
    assert all(0 < sum(tail >> bit & 1 for tail in tails) < 1000 for bit in range(62))
