import copy
import json
from hashlib import sha256

import pytest
from django.test import Client

from core import clock
from core.actors import SYSTEM
from partners.programmes import shipped
from partners.programmes.actions import draft_version, publish_programme, withdraw_announcement
from tests.factories.partners import starting_programme

pytestmark = pytest.mark.django_db

BOOKS = "/api/v1/rule-books"
BOOK = f"{BOOKS}/partner"
ADDRESS = f"{BOOK}/requirements"
FRENCH = {"fact": "country", "in": ["FR"]}
PAID = {"fact": "price", "above": 0}


@pytest.fixture(autouse=True)
def programme():
    return starting_programme()


def get(path, **headers):
    return Client(headers=headers).get(path)


def publish(**changes):
    """Publish the shipped programme again with parts of the VAT id's requirement replaced."""
    data = copy.deepcopy(shipped.read_file())
    data["requirements"][1] |= changes
    return publish_programme(**data, actor=SYSTEM, at=clock.now())


def test_rule_books_and_requirements_are_read_without_login():
    (book,) = get(BOOKS).json()["results"]
    assert get(BOOK).json() == book
    assert (book["scope"], book["in_force"]["number"], book["announced"]) == ("partner", "1.0.0", [])
    results = get(book["requirements"]).json()["results"]
    assert [r["key"] for r in results] == [r["key"] for r in shipped.read_file()["requirements"]]
    for requirement in results:
        assert get(requirement["url"]).json() == requirement
        assert get(requirement["page"]).status_code == 200


def test_every_requirement_says_what_satisfies_it_and_why_in_both_languages():
    seen = {}
    for language in ("en", "fr"):
        for requirement in get(ADDRESS, accept_language=language).json()["results"]:
            for field in ("title", "text", "why", "good_example", "bad_example", "calibration", "sentence"):
                assert requirement[field].strip()
            assert requirement["satisfied_by"]["sentence"].strip()
            seen.setdefault(requirement["key"], set()).add(requirement["text"])
    assert all(len(texts) == 2 for texts in seen.values())


def test_a_file_requirement_names_formats_and_size():
    satisfied_by = get(f"{ADDRESS}/IDN-001", accept_language="en").json()["satisfied_by"]
    assert "one PDF, PNG or JPEG file of at most 10 MB" in satisfied_by["sentence"]
    ((piece,),) = satisfied_by["any_of"]
    assert piece["kind"] == "file"
    assert piece["media_types"] == ["application/pdf", "image/png", "image/jpeg"]
    assert piece["max_bytes"] == 10485760


def test_an_older_revision_stays_at_its_address():
    words = copy.deepcopy(shipped.read_file()["requirements"][1]["words"])
    words["en"]["title"] = "VAT number"
    publish(words=words)
    newest = get(f"{ADDRESS}/IDN-002", accept_language="en").json()
    first = get(f"{ADDRESS}/IDN-002?revision=1", accept_language="en").json()
    assert (newest["revision"], newest["title"], newest["in_force"]) == (2, "VAT number", True)
    assert (first["revision"], first["title"], first["in_force"]) == (1, "VAT id", False)


def test_what_is_announced_is_shown_but_not_asked_yet():
    publish(valid_for="P1Y")
    assert get(f"{ADDRESS}/IDN-002").json()["revision"] == 1
    ahead = get(f"{ADDRESS}/IDN-002?revision=2").json()
    assert (ahead["in_force"], ahead["valid_for"]) == (False, "P1Y")
    book = get(BOOK).json()
    assert (book["in_force"]["number"], [v["number"] for v in book["announced"]]) == ("1.0.0", ["2.0.0"])


def test_a_version_carries_the_hash_of_its_content_and_may_be_kept_for_ever():
    answer = get(f"{BOOK}/versions/1.0.0")
    version = answer.json()
    canonical = json.dumps(version["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(canonical.encode()).hexdigest() == version["sha256"]
    assert "immutable" in answer["Cache-Control"]
    assert "max-age=31536000" in answer["Cache-Control"]
    assert get(f"{BOOK}/versions/1.0.0", if_none_match=answer["ETag"]).status_code == 304


def test_a_version_reads_the_same_in_any_language_and_after_it_is_retired():
    before = get(f"{BOOK}/versions/1.0.0").content
    publish(grace="P90D")
    assert get(f"{BOOK}/versions/1.0.0", accept_language="fr").content == before
    states = {v["number"]: v["state"] for v in get(f"{BOOK}/versions").json()["results"]}
    assert states == {"1.0.0": "retired", "1.1.0": "in_force"}


def test_a_withdrawn_version_stays_at_its_address(programme):
    publish(valid_for="P1Y")
    withdraw_announcement(version=programme.versions.head(), reason="Too early.", actor=SYSTEM, at=clock.now())
    assert get(f"{BOOK}/versions/2.0.0").status_code == 200
    assert get(f"{BOOK}/versions").json()["results"][0]["state"] == "withdrawn"
    assert get(BOOK).json()["announced"] == []


@pytest.mark.parametrize(
    ("language", "part", "before", "after"),
    [
        ("en", "How long an answer counts", "without end", "1 year"),
        ("fr", "Durée de validité d’une réponse", "sans limite", "1 an"),
    ],
)
def test_the_difference_of_two_versions_is_readable(language, part, before, after):
    publish(valid_for="P1Y", applies_if=FRENCH)
    found = get(f"{BOOK}/diff/1.0.0..2.0.0", accept_language=language).json()
    (change,) = found["changes"]
    assert (change["key"], change["change"], change["before"], change["after"]) == ("IDN-002", "stricter", 1, 2)
    told = {field["field"]: field for field in change["fields"]}
    assert (told["valid_for"]["part"], told["valid_for"]["before"], told["valid_for"]["after"]) == (part, before, after)
    assert told["applies_if"]["direction"] == "eased"
    assert " FR" in told["applies_if"]["after"]


def test_a_difference_is_read_either_way_and_with_itself():
    publish(valid_for="P1Y")
    (back,) = get(f"{BOOK}/diff/2.0.0..1.0.0").json()["changes"]
    assert back["change"] == "eased"
    assert get(f"{BOOK}/diff/1.0.0..1.0.0").json()["changes"] == []


@pytest.mark.parametrize(
    ("query", "applies", "depends_on"),
    [
        ("", "depends", ["country", "price"]),
        ("country=FR", "depends", ["price"]),
        ("country=fr&price=0.01", "yes", []),
        ("country=FR&price=0", "no", []),
        ("country=DE", "no", []),
        ("country=&price=", "depends", ["country", "price"]),
        ("price=12,50&country=FR", "yes", []),
        ("unknown=1&country=DE", "no", []),
    ],
)
def test_the_preview_says_what_will_be_asked(query, applies, depends_on):
    publish(applies_if={"all": [FRENCH, PAID]})
    found = get(f"{BOOK}/preview?{query}", accept_language="en").json()
    entry = next(r for r in found["requirements"] if r["key"] == "IDN-002")
    assert (entry["applies"], entry["depends_on"]) == (applies, depends_on)
    assert "FR" in entry["why"]
    assert {"country", "price"} <= {question["fact"] for question in found["questions"]}
    assert next(r for r in found["requirements"] if r["key"] == "IDN-001")["applies"] == "yes"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("country=France", "/country"),
        ("offer_kind=spaceship", "/offer_kind"),
        ("data_classes=health,dreams", "/data_classes"),
        ("price=free", "/price"),
        ("price=-1", "/price"),
        ("price=NaN", "/price"),
        ("price=1e999", "/price"),
        ("handles_personal_data=perhaps", "/handles_personal_data"),
        ("tier=gold", "/tier"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named(query, pointer):
    answer = get(f"{BOOK}/preview?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{BOOKS}/nothing", 404),
        (f"{BOOKS}/nothing/requirements", 404),
        (f"{BOOKS}/nothing/versions", 404),
        (f"{BOOKS}/nothing/preview", 404),
        (f"{BOOK}/versions/9.9.9", 404),
        (f"{BOOK}/versions/", 404),
        (f"{BOOK}/versions/%00", 404),
        (f"{BOOK}/diff/1.0.0", 404),
        (f"{BOOK}/diff/1.0.0..9.9.9", 404),
        (f"{BOOK}/diff/..", 404),
        (f"{BOOK}/diff/%00..1.0.0", 404),
        (f"{ADDRESS}/XXX-001", 404),
        (f"{ADDRESS}/IDN-002?revision=7", 404),
        (f"{ADDRESS}/IDN-002?revision=99999", 422),
        (f"{ADDRESS}/IDN-002?revision=-1", 422),
        (f"{ADDRESS}/IDN-002?revision=%00", 422),
        (f"{ADDRESS}/IDN-002?revision=١", 422),
        (f"{BOOKS}?cursor=x", 422),
        (f"{BOOKS}/%00", 404),
        ("/api/v1/programmes", 404),
    ],
)
def test_what_is_not_there_is_a_problem(path, status):
    answer = get(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_draft_is_not_public(programme):
    draft_version(programme=programme, requirements=shipped.read_file()["requirements"], actor=SYSTEM, at=clock.now())
    assert len(get(f"{BOOK}/versions").json()["results"]) == 1


def test_an_unchanged_answer_is_not_sent_again():
    tag = get(ADDRESS)["ETag"]
    assert get(ADDRESS, if_none_match=tag).status_code == 304


@pytest.mark.parametrize(
    ("path", "queries"), [(ADDRESS, 2), (BOOKS, 2), (BOOK, 2), (f"{BOOK}/versions", 2), (f"{BOOK}/preview", 3)]
)
def test_the_queries_do_not_grow_with_the_rows(path, queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(queries):
        get(path)
