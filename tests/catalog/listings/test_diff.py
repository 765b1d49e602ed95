"""What changed between two versions, without a database."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.listings.content import says_the_same
from catalog.listings.diff import PARTS, diff, touched
from partners.programmes import specs

OTHER = "01981f3e-7c00-7000-8000-000000000031"


def plan(key="p1", **changes):
    said = {"plan_id": key, "code": key, "name": "Team", "price_id": "x", "scheme": "flat", "currency": "EUR"}
    return said | {"interval": "month", "terms": {"amount": "1.00"}} | changes


def content(**changes):
    said = {"name": "Tide", "summary": "s", "description": "", "website": "", "source_note": ""}
    return said | {"categories": ["a", "b"], "plans": [plan()]} | changes


def changes(before, after):
    return [(change.about, change.kind, change.before, change.after) for change in diff(before, after)]


def test_equal_versions_do_not_differ():
    assert diff(content(), deepcopy(content())) == []


def test_without_a_version_before_everything_said_is_added():
    assert [(about, kind) for about, kind, _, _ in changes(None, content())] == [
        ("name", "added"),
        ("summary", "added"),
        ("categories", "added"),
        ("categories", "added"),
        ("plans/p1", "added"),
    ]


def test_texts_are_added_removed_and_changed():
    assert changes(content(), content(summary="t")) == [("summary", "changed", "s", "t")]
    assert changes(content(), content(website="https://a.example")) == [("website", "added", None, "https://a.example")]
    assert changes(content(website="x"), content()) == [("website", "removed", "x", None)]


def test_a_long_text_is_compared_by_lines():
    (change,) = diff(content(description="one\ntwo\nthree"), content(description="one\n2\nthree"))
    assert change.lines[1:] == (" one", "-two", "+2", " three")


def test_categories_come_go_and_change_places():
    assert changes(content(), content(categories=["b", "c"])) == [
        ("categories", "removed", "a", None),
        ("categories", "added", None, "c"),
    ]
    assert changes(content(), content(categories=["b", "a"])) == [("categories", "changed", ["a", "b"], ["b", "a"])]


def shot(key, alt="A board."):
    return {"sha256": key, "width": 1, "height": 1, "bytes": 1, "alt": alt}


def test_screenshots_come_go_get_other_words_and_change_places():
    a, b, c = shot("a"), shot("b"), shot("c")
    assert changes(content(), content(screenshots=[a])) == [("screenshots", "added", None, a)]
    assert changes(content(screenshots=[a, b]), content(screenshots=[b, c])) == [
        ("screenshots", "removed", a, None),
        ("screenshots", "added", None, c),
    ]
    other = shot("a", "Another board.")
    assert changes(content(screenshots=[a]), content(screenshots=[other])) == [("screenshots", "changed", a, other)]
    assert changes(content(screenshots=[a, b]), content(screenshots=[b, a])) == [
        ("screenshots", "changed", [a, b], [b, a])
    ]
    assert touched(content(screenshots=[a, b]), content(screenshots=[b, a])) == {"screenshots"}
    assert touched(content(), content(video_url="https://video.example/1")) == {"video_url"}


def test_a_version_of_before_a_field_existed_says_the_same_as_one_that_leaves_it_empty():
    newer = content(logo=None, screenshots=[], video_url="", data_classes=[])
    assert says_the_same(content(), newer)
    assert diff(content(), newer) == []
    assert not says_the_same(content(), newer | {"video_url": "https://video.example/1"})


def test_plans_come_go_and_change():
    other = content(plans=[plan(name="Crew", terms={"amount": "2.00"}), plan("p2")])
    found = {about: (kind, after) for about, kind, _, after in changes(content(), other)}
    assert found["plans/p1/name"] == ("changed", "Crew")
    assert found["plans/p1/price"][1]["terms"] == {"amount": "2.00"}
    assert found["plans/p2"][0] == "added"
    assert {about for about, *_ in changes(other, content(plans=[]))} == {"plans/p1", "plans/p2"}


def test_what_is_said_of_other_offers_is_compared_part_by_part():
    needs = {"match": "all", "offers": [{"offer": OTHER, "plans": []}]}
    before = content(kind="add_on", compatibility={"complements": [OTHER]})
    after = content(kind="add_on", compatibility={"requires": needs})
    assert changes(before, after) == [
        ("compatibility/complements", "removed", OTHER, None),
        ("compatibility/requires", "changed", {"match": "all", "offers": []}, needs),
    ]
    assert changes(content(), after)[0] == ("kind", "changed", "product", "add_on")


def test_another_order_of_plans_is_a_change():
    one, two = content(plans=[plan(), plan("p2")]), content(plans=[plan("p2"), plan()])
    assert changes(one, two) == [("plans", "changed", ["p1", "p2"], ["p2", "p1"])]


@given(st.lists(st.sampled_from(["p1", "p2", "p3"]), unique=True), st.lists(st.sampled_from("abc"), unique=True))
def test_nothing_differs_exactly_when_contents_are_equal(plans, categories):
    one = content()
    other = content(plans=[plan(key) for key in plans], categories=categories)
    assert (diff(one, other) == []) == (one == other)


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({}, set()),
        ({"source_note": "After a text of Ada"}, set()),
        ({"name": "Ebb"}, {"name"}),
        ({"summary": "t"}, {"summary"}),
        ({"description": "d"}, {"description"}),
        ({"website": "https://a.example"}, {"website"}),
        ({"categories": ["b", "a"]}, {"categories"}),
        ({"tags": ["kanban"]}, {"tags"}),
        ({"integrations": ["rest-api"]}, {"integrations"}),
        ({"data_classes": ["health"]}, {"data_classes"}),
        ({"data_locations": ["eu"]}, {"data_locations"}),
        ({"kind": "product"}, set()),
        ({"kind": "add_on"}, {"kind"}),
        ({"compatibility": {}}, set()),
        ({"compatibility": {"complements": [OTHER]}}, {"compatibility"}),
        ({"kind": "add_on", "compatibility": {"excludes": [OTHER]}}, {"kind", "compatibility"}),
        ({"plans": [plan(name="Crew")]}, {"plans"}),
        ({"plans": [plan(terms={"amount": "2.00"})]}, {"prices"}),
        ({"plans": [plan(), plan("p2")]}, {"plans", "prices"}),
        ({"plans": []}, {"plans", "prices"}),
        ({"name": "Ebb", "plans": [plan(currency="CHF")]}, {"name", "prices"}),
    ],
)
def test_a_change_touches_the_parts_that_it_is_about(changed, parts):
    assert touched(content(), content(**changed)) == parts


def test_whose_first_version_it_is_has_touched_everything():
    assert touched(None, content()) == {*PARTS}


TEXT = st.sampled_from(["", "a", "b\nc"])
PLANS = st.lists(
    st.builds(
        plan, st.sampled_from(["p1", "p2", "p3"]), name=TEXT, terms=st.sampled_from([{"amount": "1"}, {"amount": "2"}])
    ),
    unique_by=lambda one: one["plan_id"],
    max_size=3,
)
ONE_PART = {
    "name": TEXT,
    "summary": TEXT,
    "description": TEXT,
    "website": TEXT,
    "logo": st.sampled_from([None, {"sha256": "a"}, {"sha256": "b"}]),
    "categories": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
    "kind": st.sampled_from(["product", "add_on"]),
    "compatibility": st.sampled_from(
        [
            {},
            {"excludes": [OTHER]},
            {"requires": {"match": "all", "offers": [{"offer": OTHER, "plans": []}]}},
            {"requires": {"match": "all", "offers": [{"offer": OTHER, "plans": ["team"]}]}},
        ]
    ),
}
ANY = st.builds(content, **ONE_PART, plans=PLANS)


@given(before=ANY, after=ANY)
def test_a_part_is_touched_if_and_only_if_it_differs(before, after):
    found = touched(before, after)
    for part in ONE_PART:
        assert (part in found) == (before[part] != after[part])
    names, prices = (
        [{one["plan_id"]: one[field] for one in said["plans"]} for said in (before, after)]
        for field in ("name", "terms")
    )
    assert ("prices" in found) == (prices[0] != prices[1])
    assert (found & {"plans", "prices"} != set()) == (before["plans"] != after["plans"])
    assert names[0] == names[1] or "plans" in found
    assert found <= {*PARTS} <= {*specs.PARTS}
    assert touched(after, before) == found
