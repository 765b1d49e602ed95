"""An event keeps its meaning on the way into the table and back."""

import json
from datetime import UTC, date, datetime
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events.facts import Event, _event_types, event_type, handler_named, handlers_of
from core.ids import uuid7
from tests.core.events.bell import BellCast, BellEchoed, BellRung, hear

values: dict[Any, st.SearchStrategy] = {
    UUID: st.uuids(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    str: st.text(),
    int: st.integers(),
    bool: st.booleans(),
    list[str]: st.lists(st.text()),
    dict[str, Any]: st.dictionaries(st.text(), st.text() | st.integers() | st.none()),
    list[dict[str, str]]: st.lists(st.dictionaries(st.text(), st.text())),
}
for hint in list(values):
    values[hint | None] = values[hint] | st.none()


def fields_of(event: type[Event]) -> dict[str, st.SearchStrategy]:
    return {name: values[hint] for name, hint in get_type_hints(event).items() if name != "type"}


@pytest.mark.parametrize("event", sorted(_event_types.values(), key=lambda event: event.type), ids=lambda e: e.type)
def test_every_event_comes_back_as_it_was_recorded(event):
    @given(st.builds(event, **fields_of(event)))
    def round_trip(recorded):
        stored = json.loads(json.dumps(recorded.payload()))
        assert event_type(event.type).from_payload(stored) == recorded

    round_trip()


def test_the_type_is_the_room_and_the_name():
    assert (BellRung.type, BellCast.type) == ("bell.bell_rung", "bell.bell_cast")


def test_the_subject_comes_first_and_what_is_not_known_is_left_out():
    bell, tower = uuid7(), uuid7()
    assert BellRung(bell_id=bell, tower_id=tower).refs == [f"bell:{bell}", f"tower:{tower}"]
    assert BellRung(bell_id=bell).refs == [f"bell:{bell}"]


def test_a_field_that_a_later_version_dropped_does_not_hurt():
    bell = uuid7()
    assert BellRung.from_payload({"bell_id": str(bell), "colour": "green"}) == BellRung(bell_id=bell)


def test_a_field_that_a_later_version_added_takes_its_default():
    bell = uuid7()
    assert BellRung.from_payload({"bell_id": str(bell)}).loudness == 1


def test_handlers_are_found_by_name():
    assert handlers_of(BellRung.type) == ["tests.core.events.bell.hear"]
    assert handlers_of(BellEchoed.type) == []
    assert handler_named("tests.core.events.bell.hear") is hear
    for missing in (lambda: handler_named("nowhere.nobody"), lambda: event_type("nowhere.nothing")):
        with pytest.raises(KeyError):
            missing()


def test_two_rooms_cannot_announce_the_same_type():
    with pytest.raises(TypeError, match=r"two events are called bell\.bell_rung"):
        type("BellRung", (Event,), {"__module__": "elsewhere.bell.events"})
    assert event_type("bell.bell_rung") is BellRung
