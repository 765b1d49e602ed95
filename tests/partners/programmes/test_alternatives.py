from hypothesis import given
from hypothesis import strategies as st

from partners.programmes.alternatives import equivalent, nearest, satisfied
from partners.programmes.evidence import Accepts
from tests.partners.programmes.strategies import some_alternatives

REPORT = Accepts(kind="file", media_types=("application/pdf",), max_bytes=1)
SIGNED = Accepts(kind="declaration")


@given(some_alternatives(), st.sets(st.sampled_from("abcdef")))
def test_what_is_nearest_is_missing_and_would_be_enough(any_of, have):
    missing = nearest(any_of, have)
    assert satisfied(any_of, have) == (not missing)
    assert satisfied(any_of, have | set(missing))
    assert not have & set(missing)


def test_one_report_serves_every_requirement_that_it_satisfies_by_itself():
    requirements = {
        "SEC-001": ((("report",), ("probe",)), {"report": REPORT, "probe": Accepts(kind="probe")}),
        "SEC-002": ((("report", "scope"),), {"report": REPORT, "scope": Accepts(kind="url")}),
        "SEC-003": ((("report",),), {"report": Accepts(kind="url")}),
        "SEC-004": ((("report",),), {"report": REPORT}),
    }
    assert equivalent("report", REPORT, requirements) == ["SEC-001", "SEC-004"]


def test_a_signature_is_given_for_one_requirement_only():
    assert equivalent("word", SIGNED, {"LEG-001": ((("word",),), {"word": SIGNED})}) == []
