"""Every check of the register, whatever it is given."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.vetting.checks import CHECKS
from partners.vetting.checks.facts import Facts
from partners.vetting.checks.reaching import REASONS
from partners.vetting.checks.words import FINDINGS
from partners.vetting.gatherers import GATHERERS
from partners.vetting.models import Finding
from partners.vetting.wording import finding_words

NAMES = [
    *("iban", "vat_id", "url", "domain", "confirmed", "person", "role", "version", "issued_on", "filename", "max_age"),
    *("page", "tls", "webhook", "dns_txt", "domain_file", "security_txt", "signed", "again", "forged", "status"),
    *("unreached", "records", "text", "not_after", "content_type", "letters", "contacts", "personal_data", "sha256"),
    *("domain_token", "website", "members", "members_without_mfa", "logo", "width", "height", "bytes", "texts", "en"),
    *("listing_prices", "plan_prices", "plan", "amount", "currency", "interval", "data_classes", "confirmed_at"),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.sampled_from([200, 404, 0, 256, "P1Y", "P0D", "P999Y", "2026-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00"]),
    st.sampled_from(["TLSv1.3", "text/plain", "Expires: 2026-13-01", "contact", "health", *REASONS]),
    st.text(max_size=30),
    st.floats(),
)
KEYS = st.one_of(st.sampled_from(NAMES), st.text(max_size=5))
JSON = st.recursive(
    VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=6,
)
TABLES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8)


@given(
    st.builds(
        Facts,
        country=st.sampled_from(["FR", "GR", "", "??"]),
        accepts=TABLES,
        evidence=TABLES,
        subject=TABLES,
        gathered=st.dictionaries(st.sampled_from(sorted(GATHERERS)), st.one_of(TABLES, JSON)),
        at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    )
)
@settings(max_examples=150)
def test_every_check_answers_whatever_it_is_given_and_names_only_its_own_codes(facts):
    for code, check in CHECKS.items():
        result = check.run(facts)
        assert result.verdict in ("passed", "failed", "undecided"), code
        assert (result.verdict == "failed") == bool(result.observations), code
        for observation in result.observations:
            assert observation.code in check.codes, code
            assert all(finding_words(observation.code, dict(observation.values)))


def test_every_code_has_its_sentences_and_every_sentence_a_code():
    assert {code for check in CHECKS.values() for code in check.codes} == FINDINGS.keys()


def test_codes_fit_into_the_column_that_keeps_them():
    assert max(map(len, FINDINGS)) <= Finding._meta.get_field("code").max_length


def test_what_a_check_gathers_is_registered():
    assert {name for check in CHECKS.values() for name in check.gathers} == GATHERERS.keys()


@pytest.mark.parametrize("code", [code for code, check in sorted(CHECKS.items()) if check.gathers])
def test_a_check_without_what_it_gathers_never_passes(code):
    facts = Facts(country="FR", accepts={}, evidence={}, at=datetime(2026, 1, 1, tzinfo=UTC), gathered={})
    assert CHECKS[code].run(facts).verdict != "passed"
