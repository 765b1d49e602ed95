"""`partner-check` as a partner's CI runs it: a process of its own, in which Django cannot even be imported."""

import json
import subprocess
import sys

import pytest

from config.embedded.address import CHECKOUT
from core import clock
from core.actors import SYSTEM
from core.outgoing.targets import Reach
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.versions import fingerprint
from partners.vetting.partner_check.books import Unusable, read_book
from partners.vetting.partner_check.profiles import read_profile
from tests.servers import name_server, site

WITHOUT_DJANGO = """
import sys
for name in ("django", "rest_framework", "celery", "psycopg"):
    sys.modules[name] = None
from partners.vetting.partner_check.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
WORDS = {"title": "A title", "text": "t", "why": "w", "good": "g", "bad": "b", "calibration": "c"}
FRENCH = {**WORDS, "title": "Un titre"}


def requirement(key, check="", kind="url", **more):
    return {
        "key": key,
        "kind": "support",
        "level": "mandatory",
        "decided_by": "check" if check else "reviewer",
        "check": check,
        "evidence": {"page": {"kind": kind}},
        "words": {"en": WORDS, "fr": FRENCH},
    } | more


def book(*requirements):
    content = {
        "programme": "own",
        "scope": "partner",
        "number": "1.0.0",
        "requirements": [{"revision": 1, **one} for one in requirements],
    }
    return {"number": "1.0.0", "content": content, "sha256": fingerprint(content)}


@pytest.fixture
def check(tmp_path):
    """Run the command on a rule book and a profile; gives the finished process."""

    def run(rule_book, profile, *options):
        book_path, profile_path = tmp_path / "book.json", tmp_path / "profile.toml"
        book_path.write_text(rule_book if isinstance(rule_book, str) else json.dumps(rule_book))
        profile_path.write_text(profile)
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_DJANGO, str(book_path), str(profile_path), *options],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={"PYTHONPATH": str(CHECKOUT)},
        )

    return run


def test_it_runs_the_marketplaces_checks_without_its_framework_database_or_settings(check):
    rule_book = book(
        requirement("SUP-001", "landing_page"),
        requirement("SUP-002", "iban", kind="iban", evidence={"account": {"kind": "iban"}}),
        requirement("SUP-003", "domain_dns", kind="probe"),
        requirement("SUP-004"),
        requirement("SUP-005", "landing_page", applies_if={"fact": "country", "in": ["DE"]}),
    )
    with site(lambda _seen: (404, {}, b"")) as page, name_server({"a.example.": ["guichet-verification=tok"]}) as dns:
        done = check(
            rule_book,
            f"""
            country = "FR"
            domain_token = "tok"
            [evidence.page]
            url = "{page.url}"
            domain = "a.example"
            [evidence.account]
            iban = "FR76 3000 6000 0112 3456 7890 189"
            """,
            "--json", "--allow-network", "127.0.0.0/8", "--nameserver", dns,
        )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["rule_book"], report["version"], report["passed"]) == ("own", "1.0.0", False)
    assert {one["key"]: one["outcome"] for one in report["requirements"]} == {
        "SUP-001": "fail",
        "SUP-002": "pass",
        "SUP-003": "pass",
        "SUP-004": "person",
        "SUP-005": "not_asked",
    }
    [finding] = report["requirements"][0]["findings"]
    assert finding["code"] == "status_not_ok"
    assert "404" in finding["observed"]
    assert finding["fix"]


def test_it_says_one_line_a_requirement_and_what_to_do_below(check):
    rule_book = book(requirement("SUP-001", "iban", kind="iban"), requirement("SUP-002", "landing_page"))
    done = check(rule_book, '[evidence.page]\niban = "FR00"\nurl = "http://a.invalid/"\n')
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["fail", "SUP-001", "A", "title"]
    assert "FR00" in lines[1]
    assert lines[2].split() == ["fail", "SUP-002", "A", "title"]
    assert "http://a.invalid/" in lines[3]
    assert done.returncode == 1


def test_it_speaks_french_with_the_words_of_the_pages(check):
    done = check(book(requirement("SUP-001", "iban", kind="iban")), '[evidence.page]\niban = ""\n', "--language", "fr")
    assert "Un titre" in done.stdout
    assert "Aucun IBAN n’a été indiqué." in done.stdout


def test_what_is_recommended_only_does_not_fail_the_run(check):
    done = check(
        book(requirement("SUP-001", "iban", kind="iban", level="recommended")), '[evidence.page]\niban = "x"\n'
    )
    assert "fail" in done.stdout
    assert done.returncode == 0


def test_a_fact_that_decides_and_is_not_said_is_asked_for(check):
    asked_of_some = requirement("SUP-001", "landing_page", applies_if={"fact": "handles_personal_data", "is": True})
    done = check(book(asked_of_some), "")
    assert "handles_personal_data" in done.stdout
    assert done.returncode == 1
    assert check(book(asked_of_some), "[facts]\nhandles_personal_data = false\n").returncode == 0
    assert check(book(asked_of_some), "", "--given").returncode == 0


def test_missing_evidence_is_said_as_the_rule_book_asks_for_it(check):
    done = check(
        book(requirement("SUP-001", "landing_page"), requirement("SUP-002", "landing_page")), "", "--only", "SUP-002"
    )
    assert "SUP-001" not in done.stdout
    assert "Your profile gives no evidence for it." in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("rule_book", "profile", "options", "says"),
    [
        ("[]", "", (), "not a rule book"),
        ("{", "", (), "not a rule book"),
        ({"content": {}}, "", (), "its hash is another"),
        (book(requirement("sup")), "", (), "a key is"),
        (book(requirement("SUP-001")), "=", (), "neither TOML nor JSON"),
        (book(requirement("SUP-001")), "[facts]\nsize = 3\n", (), "no fact “size”"),
        (book(requirement("SUP-001")), "evidence = 3", (), "evidence is not a table"),
        (book(requirement("SUP-001")), "", ("--only", "SUP-009"), "no requirement SUP-009"),
        (book(requirement("SUP-001")), "", ("--allow-network", "everything"), "such as 10.20.0.0/16"),
    ],
)
def test_what_is_of_no_use_is_said_with_exit_code_2(check, rule_book, profile, options, says):
    done = check(rule_book, profile, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_rule_book_that_was_changed_after_its_announcement_is_refused(check):
    changed = book(requirement("SUP-001", "landing_page"))
    changed["content"]["requirements"][0]["level"] = "recommended"
    assert "its hash is another" in check(changed, "").stderr


@pytest.mark.parametrize("path", shipped.BOOKS, ids=lambda path: path.stem)
def test_every_rule_book_that_ships_can_be_checked(path):
    assert read_book(str(path), Reach()).specs


@pytest.mark.django_db
def test_a_version_as_it_is_announced_can_be_checked(tmp_path):
    programme = publish_programme(**shipped.read_file(shipped.BOOKS[0]), actor=SYSTEM, at=clock.now())
    version = programme.versions.get()
    path = tmp_path / "version.json"
    path.write_text(json.dumps({"number": version.number, "content": version.content, "sha256": version.sha256}))
    found = read_book(str(path), Reach())
    assert (found.code, found.number) == (programme.code, version.number)
    assert [spec.key for spec in found.specs] == [row.key for row in version.in_order()]


def test_a_rule_book_is_fetched_from_an_address_that_may_be_reached():
    with pytest.raises(Unusable, match="not public"):
        read_book("https://localhost:1/api/v1/rule-books/partner/versions/1.0.0", Reach())


def test_dates_of_toml_are_the_texts_of_the_api(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text("[evidence.report]\nissued_on = 2026-03-01\n")
    assert read_profile(str(path)).evidence == {"report": {"issued_on": "2026-03-01"}}
