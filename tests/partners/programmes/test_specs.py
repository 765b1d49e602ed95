import copy

import pytest

from partners.programmes import shipped, specs
from partners.vetting.checks import CHECKS


def requirements():
    return shipped.read_file()["requirements"]


def by_kind(kind):
    """The first requirement that takes nothing but one piece of evidence of this kind."""
    found = next(r for r in requirements() if [e["kind"] for e in r["evidence"].values()] == [kind])
    return copy.deepcopy(found)


def test_the_shipped_programme_is_well_formed():
    read = specs.read_all(requirements())
    assert any(spec.level == "mandatory" and "list_public" in spec.blocks for spec in read)


def test_every_check_the_shipped_programme_names_exists():
    named = {spec.check for spec in specs.read_all(requirements()) if spec.check}
    assert named <= CHECKS.keys()


def test_both_languages_say_something_of_their_own():
    for spec in specs.read_all(requirements()):
        assert spec.words["en"].text != spec.words["fr"].text


def test_reading_and_writing_are_inverse():
    for data in requirements():
        spec = specs.Spec.read(data)
        assert specs.Spec.read(spec.plain()) == spec


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        ("vat_id", {"key": "IDN-1"}, "a key is"),
        ("vat_id", {"key": "idn-001"}, "a key is"),
        ("vat_id", {"kind": "whatever"}, "kind is"),
        ("vat_id", {"level": "must"}, "level is"),
        ("vat_id", {"decided_by": "nobody"}, "decided_by is"),
        ("vat_id", {"check": ""}, "a check decides it"),
        ("vat_id", {"blocks": ["fly"]}, "it blocks"),
        ("vat_id", {"evidence": {"sign": {"kind": "astrology"}}}, "no kind of evidence"),
        ("vat_id", {"evidence": {"vat_id": {"kind": "vat_id", "max_bytes": 1}}}, "belong to files"),
        ("vat_id", {"colour": "blue"}, "colour"),
        ("file", {"evidence": {"file": {"kind": "file", "media_types": [], "max_bytes": 1}}}, "belong to files"),
        (
            "file",
            {"evidence": {"file": {"kind": "file", "media_types": ["application/pdf"], "max_bytes": 10**9}}},
            "belong to",
        ),
        ("terms", {"evidence": {"terms": {"kind": "terms"}}}, "terms have a version"),
        ("vat_id", {"evidence": {}}, "no evidence"),
        ("vat_id", {"evidence": {"VAT id": {"kind": "vat_id"}}}, "is named in small letters"),
        ("vat_id", {"evidence": {"iban": {"kind": "iban"}, "vat_id": {"kind": "vat_id"}}}, "a label of its own"),
        ("vat_id", {"evidence": {"x": {"kind": "url", "label": {"en": "ISO", "fr": "IS/IS"}}}}, "ambiguous"),
        ("vat_id", {"evidence": {"x": {"kind": "url", "label": {"en": "ISO"}}}}, "exactly en and fr"),
        ("vat_id", {"any_of": [["vat_id"], ["more"]]}, "name different things: more"),
        ("vat_id", {"any_of": [[]]}, "is empty"),
        ("vat_id", {"any_of": [["vat_id"], ["vat_id"]]}, "is never needed"),
        ("vat_id", {"any_of": "vat_id"}, "list"),
        ("vat_id", {"due_in": "30 days"}, "due_in: “30 days” is no span"),
        ("vat_id", {"due_in": ""}, "due_in"),
        ("vat_id", {"grace": "P0D"}, "grace"),
        ("vat_id", {"valid_for": "P1Y6M"}, "valid_for"),
        ("vat_id", {"max_age": "P99Y"}, "max_age"),
        ("vat_id", {"valid_for": 5}, "valid_for is a text"),
        ("vat_id", {"level": "badge"}, "a badge is named"),
        ("vat_id", {"badge": "gold"}, "a badge is named"),
        ("vat_id", {"level": "recommended"}, "only what is mandatory blocks"),
        ("vat_id", {"touches": ["colour"]}, "it touches"),
        ("vat_id", {"touches": "name"}, "list of texts"),
        ("vat_id", {"applies_if": {}}, "exactly one of"),
        ("vat_id", {"words": []}, "words is a table"),
        ("terms", {"words": {}}, "written in exactly"),
    ],
)
def test_a_misprint_is_refused_and_named(kind, change, why):
    with pytest.raises(specs.Misprint, match=why) as refused:
        specs.Spec.read(by_kind(kind) | change)
    assert str(refused.value).startswith(change.get("key", by_kind(kind)["key"]))


@pytest.mark.parametrize("field", ["title", "text", "why", "good", "bad", "calibration"])
def test_a_requirement_without_a_text_is_refused(field):
    data = by_kind("vat_id")
    data["words"]["fr"][field] = ""
    with pytest.raises(specs.Misprint, match=f"{field} is empty"):
        specs.Spec.read(data)


def test_a_declaration_says_what_is_declared_in_each_language():
    data = by_kind("declaration")
    del data["words"]["fr"]["statement"]
    with pytest.raises(specs.Misprint, match="statement"):
        specs.Spec.read(data)


def test_grace_is_thirty_days_and_of_badges_sixty():
    plain = specs.Spec.read(by_kind("vat_id"))
    badge = specs.Spec.read(by_kind("vat_id") | {"level": "badge", "badge": "gold", "blocks": []})
    assert (plain.due_in, plain.grace, badge.grace) == ("P30D", "P30D", "P60D")


def test_a_key_comes_once():
    with pytest.raises(specs.Misprint, match="twice"):
        specs.read_all([by_kind("vat_id"), by_kind("vat_id")])


def test_a_file_that_is_no_programme_is_a_misprint(tmp_path):
    for content in ("not toml [", "code = 'x'", "code='x'\nname=1\nsummary=1\nrequirements=[1]", "\udcff"):
        path = tmp_path / "x.toml"
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
        with pytest.raises(specs.Misprint):
            shipped.read_file(path)
