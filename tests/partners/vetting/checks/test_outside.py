"""Checks of what gatherers brought from outside, on facts written down."""

import pytest

from partners.vetting.checks.reaching import REASONS
from tests.partners.vetting.checks.judging import codes, run

OK = {"url": "https://a.example/", "status": 200}
TOKEN = {"domain_token": "t0ken"}


@pytest.mark.parametrize(
    ("code", "gatherer"),
    [
        ("landing_page", "page"), ("support_page", "page"), ("privacy_policy", "page"), ("tls", "tls"),
        ("security_txt", "security_txt"), ("domain_file", "domain_file"), ("domain_dns", "dns_txt"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("reason", REASONS)
def test_why_an_address_was_not_reached_is_the_finding(code, gatherer, reason):
    found = {"url": "https://a.example/", "unreached": reason.removeprefix("reach_").replace("_", "-")}
    assert codes(run(code, subject=TOKEN, gathered={gatherer: found})) == [reason]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (["v=spf1 -all", "guichet-verification=t0ken"], []),
        (["v=spf1 -all"], ["domain_record_missing"]),
        ([], ["domain_record_missing"]),
        (["guichet-verification=other"], ["domain_record_differs"]),
        (["guichet-verification=other", "guichet-verification=t0ken "], []),
    ],
)
def test_the_domain_is_controlled_by_who_can_publish_the_token(records, expected):
    result = run("domain_dns", subject=TOKEN, gathered={"dns_txt": {"domain": "a.example", "records": records}})
    assert codes(result) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t0ken\n", []), ("guichet-verification=t0ken", []), ("<html>t0ken</html>", ["domain_file_differs"]),
        ("", ["domain_file_differs"]),
    ],
)  # fmt: skip
def test_the_file_holds_the_token_and_nothing_else(text, expected):
    assert codes(run("domain_file", subject=TOKEN, gathered={"domain_file": {**OK, "text": text}})) == expected


def test_without_a_token_nobody_proves_anything():
    found = {"dns_txt": {"domain": "a.example", "records": ["guichet-verification="]}}
    assert run("domain_dns", gathered=found).verdict == "undecided"
    assert run("domain_file", gathered={"domain_file": {**OK, "text": ""}}).verdict == "undecided"


@pytest.mark.parametrize(
    ("not_after", "expected"),
    [
        ("2026-12-06T12:00:00+00:00", []),
        ("2026-12-06T11:59:59+00:00", ["certificate_ends_soon"]),
        ("2020-01-01T00:00:00+00:00", ["certificate_ends_soon"]),
        ("", ["tls_absent"]),
    ],
)
def test_a_certificate_is_good_for_a_fortnight_more(not_after, expected):
    found = {**OK, "version": "TLSv1.3" if not_after else "", "not_after": not_after}
    assert codes(run("tls", gathered={"tls": found})) == expected


@pytest.mark.parametrize("status", [301, 401, 404, 410, 500, 503, None])
def test_another_status_than_success_is_a_finding(status):
    assert codes(run("landing_page", gathered={"page": {**OK, "status": status}})) == ["status_not_ok"]


def test_a_page_for_support_shows_a_way_to_write_or_call():
    assert run("support_page", gathered={"page": {**OK, "contacts": ["mail"]}}).verdict == "passed"
    assert codes(run("support_page", gathered={"page": {**OK, "contacts": []}})) == ["support_without_contact"]


def test_a_privacy_policy_speaks_of_personal_data_at_some_length():
    good = {**OK, "personal_data": True, "letters": 600}
    assert run("privacy_policy", gathered={"page": good}).verdict == "passed"
    bad = run("privacy_policy", gathered={"page": {**OK, "personal_data": False, "letters": 599}})
    assert codes(bad) == ["privacy_not_about_data", "privacy_too_short"]


GOOD = "# ours\nContact: mailto:security@a.example\nExpires: 2027-01-01T00:00:00.000Z\nPreferred-Languages: en, fr\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, []),
        (f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{GOOD}-----BEGIN PGP SIGNATURE-----\nExpires: x\n", []),
        (GOOD.replace("Contact:", "contact:"), []),
        (GOOD.replace("2027", "2026"), ["security_txt_expired"]),
        (GOOD.replace("Expires: 2027-01-01T00:00:00.000Z\n", ""), ["security_txt_expires"]),
        (GOOD + "Expires: 2028-01-01T00:00:00Z\n", ["security_txt_expires"]),
        (GOOD.replace("2027-01-01T00:00:00.000Z", "next year"), ["security_txt_expires"]),
        (GOOD.replace("mailto:", ""), ["security_txt_contact"]),
        (GOOD.replace("mailto:security@a.example", "http://a.example"), ["security_txt_contact"]),
        ("", ["security_txt_contact", "security_txt_expires"]),
    ],
)
def test_security_txt_follows_rfc_9116(text, expected):
    found = {**OK, "content_type": "text/plain; charset=utf-8", "text": text}
    assert codes(run("security_txt", gathered={"security_txt": found})) == expected


def test_a_page_that_answers_everything_is_no_security_txt():
    found = {**OK, "content_type": "text/html", "text": GOOD}
    assert codes(run("security_txt", gathered={"security_txt": found})) == ["security_txt_not_text"]


def webhook(**changes):
    answer = {**OK, "sha256": "aa"}
    return {"webhook": {"signed": answer, "again": answer, "forged": {**OK, "status": 401}} | changes}


def test_a_webhook_that_does_everything_right_passes():
    for code in ("webhook_answers", "webhook_signature", "webhook_replay"):
        assert run(code, gathered=webhook()).verdict == "passed"


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, []), (403, []), (204, ["webhook_wrong_signature_accepted"]), (500, ["webhook_refusal_unclear"]),
     (302, ["webhook_refusal_unclear"])],
)  # fmt: skip
def test_a_wrong_signature_is_refused_clearly(status, expected):
    assert codes(run("webhook_signature", gathered=webhook(forged={**OK, "status": status}))) == expected


def test_a_webhook_that_refuses_everything_does_not_pass_for_refusing_forgeries():
    assert codes(run("webhook_signature", gathered=webhook(signed={**OK, "status": 401}))) == ["status_not_ok"]


@pytest.mark.parametrize("again", [{**OK, "sha256": "bb"}, {**OK, "status": 201, "sha256": "aa"}])
def test_the_same_message_twice_gets_the_same_answer(again):
    assert codes(run("webhook_replay", gathered=webhook(again=again))) == ["webhook_replay_differs"]


def test_a_replay_that_is_refused_is_not_idempotent():
    assert codes(run("webhook_replay", gathered=webhook(again={**OK, "status": 409}))) == ["status_not_ok"]
