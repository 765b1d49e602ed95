"""Storefronts: staff found and change them, everybody sees those that are open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.channels.colours import (
    DARK_GROUND,
    ENOUGH,
    LIGHT_GROUND,
    contrast,
    contrast_with_white,
    dark,
    darker,
    light,
    wash,
)
from catalog.channels.models import Channel
from tests.partners.conftest import problem

NORTH = {"code": "north", "name": "North Window", "accent": "#0b5d54", "is_open": True}
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#ffffff", 1), ("#000000", 21), ("#767676", 4.54), ("#0000ff", 8.59)],
)
def test_contrast_is_that_of_the_guidelines(colour, contrast):
    assert round(contrast_with_white(colour), 2) == contrast


@given(colour=COLOURS)
def test_a_darker_colour_is_read_at_least_as_well_and_a_wash_is_light(colour):
    assert contrast_with_white(darker(colour)) >= contrast_with_white(colour)
    assert contrast_with_white(wash(colour)) < ENOUGH


@given(colour=COLOURS.filter(lambda colour: contrast_with_white(colour) >= ENOUGH))
def test_words_can_be_read_in_both_modes_whatever_the_accent(colour):
    for brand, ground in ((light(colour), LIGHT_GROUND), (dark(colour), DARK_GROUND)):
        for shown in (brand.main, brand.strong):
            assert all(contrast(shown, under) >= ENOUGH for under in (ground, brand.wash, brand.on))


def test_staff_found_a_channel_and_everybody_sees_it_once_it_is_open(curator, stranger, shelf):
    made = curator.post("channels", NORTH | {"is_open": False, "categories": [shelf.slug]})
    assert made.status_code == 201
    assert stranger.get("channels").json()["results"] == []
    assert stranger.get("channels/north").status_code == 404
    opened = curator.patch("channels/north", {"is_open": True}, if_match=made["ETag"])
    assert opened.status_code == 200
    assert stranger.get("channels/north").json()["categories"] == [shelf.slug]
    assert [one["code"] for one in stranger.get("channels").json()["results"]] == ["north"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"code": "North"}, "/code"),
        ({"code": ""}, "/code"),
        ({"accent": "green"}, "/accent"),
        ({"accent": "#ffff00"}, "/accent"),
        ({"categories": ["nowhere"]}, "/categories"),
        ({"is_open": "yes"}, "/is_open"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_bad_channels_are_refused_field_by_field(curator, changes, pointer):
    document = problem(curator.post("channels", NORTH | changes), 422)
    assert {error["pointer"] for error in document["errors"]} == {pointer}
    assert not Channel.objects.exists()


def test_a_code_is_taken_once_and_a_stale_change_refused(curator):
    curator.post("channels", NORTH)
    problem(curator.post("channels", NORTH), 409, "channel-code-taken")
    problem(curator.patch("channels/north", {"name": "Other"}, if_match='"9"'), 412, "precondition-failed")
    problem(curator.patch("channels/north", {"name": "Other"}), 428, "precondition-required")
