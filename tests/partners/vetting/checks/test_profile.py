import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from tests.partners.vetting.checks.judging import codes, run


@pytest.mark.parametrize(
    ("country", "vat_id"),
    [
        ("FR", "FR40303265045"),
        ("MC", "FR40303265045"),
        ("DE", "DE136695976"),
        ("GR", "EL094259216"),
        ("NL", "NL004495445B01"),
        ("IE", "IE6433435F"),
        ("GB", "GB980780684"),
        ("CH", "CHE107787577IVA"),
        ("NO", "NO995525828MVA"),
    ],
)
def test_real_vat_ids_pass(country, vat_id):
    assert run("vat_id", country=country, vat_id=vat_id).verdict == "passed"


@pytest.mark.parametrize(
    ("country", "vat_id", "code"),
    [
        ("FR", "", "vat_id_missing"),
        ("FR", "FR40303265046", "vat_id_checksum"),
        ("DE", "DE136695977", "vat_id_checksum"),
        ("FR", "FR4030326504", "vat_id_malformed"),
        ("FR", "DE136695976", "vat_id_other_country"),
        ("FR", "40303265045", "vat_id_other_country"),
        ("GR", "GR094259216", "vat_id_other_country"),
        ("NO", "NO995525829MVA", "vat_id_checksum"),
    ],
)
def test_wrong_vat_ids_say_what_is_wrong(country, vat_id, code):
    result = run("vat_id", country=country, vat_id=vat_id)
    assert (result.verdict, codes(result)) == ("failed", [code])


@pytest.mark.parametrize("country", ["US", "JP", "ZA"])
def test_numbers_of_countries_the_check_does_not_know_are_for_a_person(country):
    assert run("vat_id", country=country, vat_id="12345678").verdict == "undecided"


def french(siren):
    return f"FR{(12 + 3 * (siren % 97)) % 97:02}{siren:09}"


sirens = st.integers(1, 99_999_999).map(lambda n: int(f"{n}{luhn.calc_check_digit(f'{n:08}')}"))


@given(sirens)
def test_every_french_number_with_right_digits_passes(siren):
    assert run("vat_id", vat_id=french(siren)).verdict == "passed"


@given(sirens, st.integers(2, 12), st.integers(1, 9))
def test_one_wrong_digit_never_passes(siren, place, shift):
    right = french(siren)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert run("vat_id", vat_id=wrong).verdict == "failed"


@given(st.text(max_size=30), st.sampled_from(["FR", "GR", "CH", "NO", "US", "XX", "IM", "LI"]))
def test_no_text_breaks_the_check(text, country):
    assert run("vat_id", country=country, vat_id=text).verdict in ("passed", "failed", "undecided")


def test_the_contact_must_be_confirmed():
    assert run("contact_email", confirmed_at="2026-01-01T00:00:00+00:00").verdict == "passed"
    assert codes(run("contact_email", confirmed_at=None)) == ["contact_not_confirmed"]


def test_a_complete_declaration_passes():
    assert run("declaration", confirmed=True, person="Ng", role="CEO").verdict == "passed"


def test_every_gap_of_a_declaration_is_named_at_once():
    result = run("declaration", confirmed=False, person=" ", role="7")
    assert codes(result) == ["statement_not_confirmed", "person_missing", "role_missing"]


@given(st.one_of(st.none(), st.text(), st.integers(), st.just("true")))
def test_only_true_confirms(value):
    assert run("declaration", confirmed=value, person="Ada Martin", role="director").verdict == "failed"


def test_terms_are_accepted_in_the_required_version_only():
    signed = {"person": "Ada Martin", "role": "director"}
    assert run("terms", accepts={"version": "2026-01"}, version="2026-01", **signed).verdict == "passed"
    result = run("terms", accepts={"version": "2026-01"}, version="2025-12", **signed)
    assert codes(result) == ["terms_version_differs"]
    assert result.observations[0].values == {"accepted": "2025-12", "required": "2026-01"}
