"""Evidence that is an address, an account, or a document that has a date of issue."""

from datetime import timedelta

import pytest

from core import clock
from core.actors import SYSTEM
from partners.vetting.actions import submit_evidence
from partners.vetting.offered import FileOffered, IbanOffered, UrlOffered
from tests.factories import partners as make

pytestmark = pytest.mark.django_db


def submitted(key, evidence, application=None):
    application = application or make.application()
    return submit_evidence(application=application, key=key, evidence=evidence, actor=SYSTEM, at=clock.now())


@pytest.mark.parametrize(
    ("iban", "state"),
    [("fr14 2004 1010 0505 0001 3m02 606", "satisfied"), ("FR1420041010050500013M02607", "action_required")],
)
def test_an_account_is_judged_at_once_and_kept_without_blanks(iban, state):
    assessment = submitted("TAX-001", IbanOffered(iban=iban))
    assert assessment.state == state
    assert " " not in assessment.evidence.data["iban"]


def test_what_has_to_be_looked_at_outside_is_not_decided_while_the_evidence_is_taken():
    assert submitted("SUP-002", UrlOffered(url="https://atelier.example/help")).state == "in_check"


@pytest.mark.parametrize(("days", "state"), [(200, "satisfied"), (500, "action_required")])
def test_a_record_counts_while_its_date_of_issue_is_recent(days, state):
    application = make.application()
    upload = make.stored_upload(application.partner.organisation)
    issued_on = (clock.now() - timedelta(days=days)).date()
    assert submitted("REL-002", FileOffered(upload=upload, issued_on=issued_on), application).state == state


def test_a_document_without_its_date_of_issue_is_asked_for_it():
    application = make.application()
    upload = make.stored_upload(application.partner.organisation)
    assessment = submitted("REL-002", FileOffered(upload=upload), application)
    assert [finding.code for finding in assessment.findings.all()] == ["issued_on_missing"]
