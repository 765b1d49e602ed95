"""Gatherers against real servers, up to the verdict of the check that judges what they bring."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from core.outgoing.addresses import read_networks
from core.outgoing.targets import Reach
from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import Facts
from partners.vetting.gatherers import gather
from partners.vetting.gatherers.given import Given
from partners.vetting.gatherers.html import readable, tokens
from tests.servers import client_context, name_server, server_context, site

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr"
LOOPBACK = read_networks(["127.0.0.0/8"])


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


def judge(code, url="", *, reach=None, subject=None, nameservers=(), seconds=3.0, **evidence):
    """Gather and judge, as the task and `partner-check` do."""
    evidence |= {"url": url} if url else {}
    given = Given(
        evidence=evidence,
        subject=subject or {},
        reach=reach or Reach(opened=LOOPBACK),
        nameservers=nameservers,
        seconds=seconds,
    )
    brought = gather(CHECKS[code].gathers, given)
    assert json.loads(json.dumps(brought)) == brought, "it is kept as JSON"
    facts = Facts(
        country="FR", accepts={}, evidence=evidence, subject=subject or {}, gathered=brought, at=datetime.now(UTC)
    )
    result = CHECKS[code].run(facts)
    return result.verdict, [observation.code for observation in result.observations]


def html(body, status=200):
    return lambda _seen: (status, {"Content-Type": "text/html; charset=utf-8"}, body.encode())


def test_a_landing_page_answers_also_after_redirects():
    with site(lambda seen: (301, {"Location": "/en"}, b"") if seen.path == "/" else (200, {}, b"hello")) as home:
        assert judge("landing_page", home.url + "/") == ("passed", [])
    assert judge("landing_page", home.url + "/") == ("failed", ["reach_unreachable"])


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_that_is_not_there_is_a_finding(status):
    with site(html("<h1>sorry</h1>", status)) as home:
        assert judge("landing_page", home.url) == ("failed", ["status_not_ok"])


def test_a_slow_page_is_a_finding():
    with site(lambda _seen: time.sleep(2) or (200, {}, b"")) as slow:
        assert judge("landing_page", slow.url, seconds=0.3) == ("failed", ["reach_too_slow"])


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ('<p>Write to <A HREF="mailto:help@a.example">us</a></p>', "passed"),
        ("<a class=x href=tel:+33123456789>call</a>", "passed"),
        ("<form><textarea name=message></textarea></form>", "passed"),
        ("<p>help&#64;a.example</p>", "passed"),
        ("<p>Call +33 1 23 45 67 89</p>", "passed"),
        ("<p>We are always happy to help.</p>", "failed"),
        ("<script>var a = 'help@a.example'</script><!-- help@a.example --><a href='/faq'>FAQ</a>", "failed"),
    ],
)
def test_a_support_page_shows_a_way_to_write_or_call(body, verdict):
    with site(html(body)) as support:
        assert judge("support_page", support.url)[0] == verdict


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<h1>Privacy</h1><p>We keep personal data for a year.</p>"
            + "<p>And say so at length, word by word.</p>" * 40,
            [],
        ),
        ("<p>Données à caractère personnel : nous les gardons un an, et voici pourquoi.</p>" * 20, []),
        ("<p>Personal data: none.</p>", ["privacy_too_short"]),
        ("<p>Welcome to our pleasant shop, have a look around.</p>" * 40, ["privacy_not_about_data"]),
    ],
)
def test_a_privacy_policy_is_read_as_people_read_it(body, expected):
    with site(html(body)) as policy:
        assert judge("privacy_policy", policy.url)[1] == expected


def test_tls_is_judged_by_a_real_handshake(authority):
    reach = Reach(opened=LOOPBACK, tls=lambda: client_context(authority))
    soon = datetime.now(UTC) + timedelta(days=13)
    with site(html("ok"), tls=server_context(authority, "localhost")) as good:
        assert judge("tls", good.url, reach=reach) == ("passed", [])
        assert judge("tls", good.url) == ("failed", ["reach_certificate_untrusted"])
    with site(html("ok"), tls=server_context(authority, "localhost", not_after=soon)) as ending:
        assert judge("tls", ending.url, reach=reach) == ("failed", ["certificate_ends_soon"])
    with site(html("ok"), tls=server_context(authority, "other.example")) as other:
        assert judge("tls", other.url, reach=reach) == ("failed", ["reach_certificate_untrusted"])
    with site(html("ok")) as plain:
        assert judge("tls", plain.url, reach=reach) == ("failed", ["tls_absent"])


def test_security_txt_is_looked_for_at_its_well_known_place():
    until = (datetime.now(UTC) + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"Contact: https://a.example/security\nExpires: {until}\n".encode()
    with site(
        lambda seen: (200, {"Content-Type": "text/plain"}, text if "/.well-known/" in seen.path else b"")
    ) as good:
        assert judge("security_txt", good.url + "/any/page") == ("passed", [])
    assert good.seen[0].path == "/.well-known/security.txt"
    with site(html("not found", 404)) as none:
        assert judge("security_txt", none.url) == ("failed", ["status_not_ok"])


def test_a_domain_is_proved_by_its_txt_record():
    token = {"domain_token": "t0ken"}
    with name_server({"a.example.": ["v=spf1 -all", "guichet-verification=t0ken"], "b.example.": ["other"]}) as server:
        ask = {"subject": token, "nameservers": (server,)}
        assert judge("domain_dns", domain="a.example", **ask) == ("passed", [])
        assert judge("domain_dns", "https://a.example/page", **ask) == ("passed", [])
        assert judge("domain_dns", domain="b.example", **ask) == ("failed", ["domain_record_missing"])
        assert judge("domain_dns", domain="nowhere.example", **ask) == ("failed", ["reach_name_not_found"])
        assert judge("domain_dns", domain="not a name", **ask) == ("failed", ["reach_url_malformed"])


def test_a_name_server_that_is_silent_ends_with_the_deadline():
    with name_server(None) as silent:
        started = time.monotonic()
        ask = {"subject": {"domain_token": "t"}, "nameservers": (silent,), "seconds": 0.5}
        assert judge("domain_dns", domain="a.example", **ask) == ("failed", ["reach_too_slow"])
        assert time.monotonic() - started < 3


def test_a_domain_is_proved_by_a_well_known_file_that_is_no_redirect():
    def serve(seen):
        if seen.path != "/.well-known/guichet-verification.txt":
            return 404, {}, b""
        return (200, {}, b"guichet-verification=t0ken\n")

    token = {"domain_token": "t0ken"}
    with site(serve) as good:
        assert judge("domain_file", good.url + "/page?x=1", subject=token) == ("passed", [])
        with site(lambda seen: (302, {"Location": good.url + seen.path}, b"")) as elsewhere:
            assert judge("domain_file", elsewhere.url, subject=token) == ("failed", ["status_not_ok"])


class Receiver:
    """A partner's webhook, written with the library that partners use; its faults can be switched on."""

    def __init__(self, *, verifies=True, remembers=True, refuses_with=401):
        self.verifies, self.remembers, self.refuses_with = verifies, remembers, refuses_with
        self.handled, self.effects = {}, 0

    def __call__(self, seen):
        if self.verifies:
            try:
                Webhook(SECRET).verify(seen.body, seen.headers)
            except WebhookVerificationError:
                return self.refuses_with, {}, b""
        message = seen.headers["webhook-id"]
        if not self.remembers or message not in self.handled:
            self.effects += 1
            self.handled[message] = self.effects
        return 200, {"Content-Type": "application/json"}, json.dumps({"effect": self.handled[message]}).encode()


@pytest.mark.parametrize(
    ("faults", "answers", "signature", "replay"),
    [
        ({}, [], [], []),
        ({"verifies": False}, [], ["webhook_wrong_signature_accepted"], []),
        ({"remembers": False}, [], [], ["webhook_replay_differs"]),
        ({"refuses_with": 500}, [], ["webhook_refusal_unclear"], []),
    ],
)
def test_a_webhook_is_judged_by_how_it_takes_real_messages(faults, answers, signature, replay):
    expected = {"webhook_answers": answers, "webhook_signature": signature, "webhook_replay": replay}
    for code, findings in expected.items():
        with site(Receiver(**faults)) as partner:
            assert judge(code, partner.url, subject={"webhook_secret": SECRET})[1] == findings


def test_a_webhook_with_another_secret_answers_nothing_of_ours():
    other = "whsec_" + "QUJD" * 10
    with site(Receiver()) as partner:
        assert judge("webhook_signature", partner.url, subject={"webhook_secret": other})[1] == ["status_not_ok"]


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", None, 7])
def test_without_a_secret_nothing_is_sent(secret):
    with site(Receiver()) as partner:
        assert judge("webhook_answers", partner.url, subject={"webhook_secret": secret})[0] == "failed"
    assert not partner.seen


@pytest.mark.parametrize("code", [code for code, check in sorted(CHECKS.items()) if check.gathers])
@given(st.dictionaries(st.sampled_from(["url", "domain"]), st.one_of(st.none(), st.integers(), st.text(max_size=20))))
@settings(max_examples=15)
def test_no_evidence_makes_gathering_raise_or_pass(code, evidence):
    nowhere = Reach(resolve=lambda _host: [])
    with_secrets = {"domain_token": "t", "webhook_secret": SECRET}
    given_ = Given(evidence=evidence, subject=with_secrets, reach=nowhere, nameservers=("127.0.0.1:9",), seconds=0.05)
    brought = gather(CHECKS[code].gathers, given_)
    facts = Facts(country="FR", accepts={}, evidence=evidence, subject=with_secrets, gathered=brought)
    assert CHECKS[code].run(facts).verdict != "passed"


@given(st.text(alphabet=st.sampled_from("<>!-/&#;ax \"'=ſİ0"), max_size=200))
def test_any_markup_is_read(markup):
    assert isinstance(readable(" ".join(written for kind, written in tokens(markup) if kind == "text")), str)


@pytest.mark.parametrize("piece", ["<", "<!", "<![", "<!--", "<a ", "<script>", "&#9", "<svg></svg>"])
def test_hostile_markup_takes_no_longer_than_any_other(piece):
    started = time.process_time()
    for _kind, written in tokens(piece * (2**18 // len(piece))):
        readable(written)
    assert time.process_time() - started < 3
