"""The reviewers' desk as a page, without scripts."""

import re

import pytest
from django.test import Client

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role, StaffRole
from partners.vetting.actions import FindingInput, appeal, decide
from tests.factories import partners as make

pytestmark = pytest.mark.django_db
FINDING = {"code": "wrong_entity", "observed": "Another name.", "expected": "Same name.", "fix": "Send the right one."}


def browser(user, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


def decision(outcome, evidence, *findings):
    """What the page's form sends."""
    counts = {"finding-TOTAL_FORMS": len(findings) or 1, "finding-INITIAL_FORMS": 0}
    filled = {f"finding-{n}-{name}": value for n, each in enumerate(findings) for name, value in each.items()}
    return {"outcome": outcome, "evidence": str(evidence), **counts, **filled}


@pytest.fixture
def user():
    return make.reviewer()


@pytest.fixture
def desk(user):
    return browser(user)


@pytest.fixture
def waiting():
    return make.with_certificate(make.application())


@pytest.fixture
def page(waiting):
    return f"/desk/{waiting.pk}/"


def test_a_visitor_signs_in_first(page):
    for path in ("/desk/", page):
        assert Client().get(path)["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("who", [lambda: make.seat().user, *(lambda role=role: make.reviewer(role) for role in
                                 (StaffRole.FINANCE, StaffRole.CATALOGUE, StaffRole.SUPPORT))])  # fmt: skip
def test_only_vetting_staff_come_in(who, waiting, page):
    client = browser(who())
    assert client.get("/desk/").status_code == 403
    assert client.get(page).status_code == 403
    assert client.post(page, decision("accept", waiting.evidence_id)).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"


def test_staff_without_the_second_factor_are_sent_to_set_it_up(desk, page, settings):
    settings.STAFF_MFA_REQUIRED = True
    assert desk.get(page)["Location"] == "/account/"


def test_the_queue_shows_what_waits_oldest_first_and_narrows(desk):
    first = make.with_certificate(make.application(make.registered_partner("Aurora")))
    second = make.with_certificate(make.application(make.registered_partner("Boreas")))
    shown = text(desk.get("/desk/"))
    assert shown.index(str(first.pk)) < shown.index(str(second.pk))
    only = text(desk.get("/desk/?q=bore&kind=identity"))
    assert str(second.pk) in only
    assert str(first.pk) not in only
    assert "Nothing of this kind waits" in text(desk.get("/desk/?kind=legal"))
    for nonsense in ("?kind=nothing", "?after=x", "?q=" + "x" * 500, "?q=%00"):
        assert str(first.pk) in text(desk.get(f"/desk/{nonsense}"))


def test_the_queue_pages_without_repeating(desk, monkeypatch):
    monkeypatch.setattr("partners.vetting.pages.desk.PAGE", 2)
    expected = [str(make.with_certificate(make.application()).pk) for _ in range(5)]
    seen, address = [], ""
    while True:
        shown = text(desk.get(f"/desk/{address}"))
        seen += re.findall(r'href="/desk/([0-9a-f-]{36})/"', shown)
        more = re.search(r'href="(\?after=[^"]+)"', shown)
        if not more:
            break
        address = more.group(1)
    assert seen == expected


def test_queue_and_review_need_few_queries(desk, page, django_assert_max_num_queries):
    for _ in range(3):
        make.with_certificate(make.application())
    with django_assert_max_num_queries(11):
        desk.get("/desk/")
    with django_assert_max_num_queries(18):
        desk.get(page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_requirement_and_evidence_stand_side_by_side_and_the_file_is_only_linked(user, waiting, page, language):
    shown = text(browser(user, language).get(page))
    said = waiting.requirement.words[language]
    for expected in (said["calibration"][:40], said["good"][:40], "certificate.pdf", waiting.evidence.sha256):
        assert expected.replace("'", "&#x27;") in shown
    assert f"/evidence/{waiting.evidence_id}/file/" in shown
    assert not re.search(r"<(img|iframe|embed|object)\b", shown)
    assert {"en": "How reviewers read it", "fr": "Comment les examinateurs"}[language] in shown


def test_accepting_leads_to_what_waits_next(desk, waiting, page):
    following = make.with_certificate(make.application())
    answer = desk.post(page, decision("accept", waiting.evidence_id))
    assert answer["Location"] == f"/desk/{following.pk}/"
    waiting.refresh_from_db()
    assert waiting.state == "satisfied"
    assert desk.post(answer["Location"], decision("accept", following.evidence_id))["Location"] == "/desk/"
    assert "Nothing waits" in text(desk.get("/desk/"))


def test_a_refusal_brings_all_its_findings_at_once(desk, waiting, page):
    other = FINDING | {"code": "not_all_pages", "fix": "Send all pages."}
    empty = dict.fromkeys(FINDING, "")
    assert desk.post(page, decision("refuse", waiting.evidence_id, FINDING, empty, other)).status_code == 302
    assert set(waiting.findings.values_list("code", flat=True)) == {"wrong_entity", "not_all_pages"}


def test_another_finding_can_be_added_and_nothing_typed_is_lost(desk, waiting, page):
    half = FINDING | {"fix": ""}
    shown = text(desk.post(page, decision("more", waiting.evidence_id, half)))
    assert "Another name." in shown
    assert 'name="finding-1-code"' in shown
    assert 'name="finding-TOTAL_FORMS" value="2"' in shown
    assert "errors" not in shown.split("<main")[1]
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"


@pytest.mark.parametrize(
    ("outcome", "findings", "said"),
    [
        ("refuse", [], "at least one finding"),
        ("refuse", [FINDING | {"fix": ""}], "not complete"),
        ("refuse", [FINDING | {"code": "NOT A CODE"}], "not complete"),
        ("refuse", [FINDING | {"type": "advice"}], "at least one finding"),
        ("accept", [FINDING], "stands in the way. Refuse"),
    ],
)
def test_half_a_decision_decides_nothing_and_keeps_what_was_typed(desk, waiting, outcome, findings, said):
    answer = desk.post(f"/desk/{waiting.pk}/", decision(outcome, waiting.evidence_id, *findings))
    assert answer.status_code == 200
    assert said in text(answer)
    for finding in findings:
        assert finding["observed"] in text(answer)
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"


def test_what_a_reviewer_has_taken_is_left_alone_by_others(desk, waiting, page):
    other = browser(make.reviewer())
    assert "yours for a working day" in text(desk.post(f"{page}claim/", {"do": "take"}, follow=True))
    assert "You have taken this" in text(desk.get(page))
    assert str(waiting.pk) in text(desk.get("/desk/?taken=mine"))
    assert str(waiting.pk) not in text(other.get("/desk/?taken=mine"))
    assert str(waiting.pk) not in text(other.get("/desk/?taken=free"))
    assert 'value="accept"' not in text(other.get(page))
    shown = text(other.post(page, decision("refuse", waiting.evidence_id, FINDING)))
    assert "another reviewer has taken it" in shown
    assert "Another name." in shown
    assert "another reviewer has taken it" in text(other.post(f"{page}claim/", {"do": "take"}, follow=True))
    assert "have not taken this" in text(other.post(f"{page}claim/", {"do": "release"}, follow=True))
    assert "free again" in text(desk.post(f"{page}claim/", {"do": "release"}, follow=True))
    assert other.post(page, decision("accept", waiting.evidence_id)).status_code == 302


def test_a_review_is_handed_to_a_colleague_with_a_note(desk, page):
    colleague = make.reviewer()
    desk.post(f"{page}claim/", {"do": "take"})
    assert "choose a reviewer" in text(desk.post(f"{page}claim/", {"do": "hand_over"}, follow=True))
    body = {"do": "hand_over", "reviewer": colleague.pk, "note": "You know this register."}
    assert colleague.name in text(desk.post(f"{page}claim/", body, follow=True))
    assert "You know this register." in text(browser(colleague).get(page))


def test_nobody_else_takes_what_waits(waiting, page):
    assert browser(make.seat().user).post(f"{page}claim/", {"do": "take"}).status_code == 403
    assert not waiting.claims.exists()


def test_advice_goes_with_an_acceptance_and_says_all_that_was_written(desk, waiting, page):
    advice = FINDING | {"type": "advice", "severity": "low", "where": "page 2", "how_to_reproduce": "Turn the page."}
    assert desk.post(page, decision("accept", waiting.evidence_id, advice)).status_code == 302
    found = waiting.findings.get()
    assert {name: getattr(found, name) for name in advice} == advice


def test_what_an_earlier_round_should_have_found_is_turned_away_kindly(desk, waiting, page):
    desk.post(page, decision("refuse", waiting.evidence_id, FINDING))
    again = make.with_certificate(waiting.application)
    shown = text(desk.post(page, decision("refuse", again.evidence_id, FINDING | {"code": "not_all_pages"})))
    assert "one of your findings is new" in shown
    assert "not_all_pages" in shown
    grave = FINDING | {"code": "not_all_pages", "severity": "high", "late": "on"}
    assert desk.post(page, decision("refuse", again.evidence_id, grave)).status_code == 302


def test_newer_evidence_is_shown_and_not_decided_unseen(desk, waiting, page):
    seen = waiting.evidence_id
    newer = make.with_certificate(waiting.application).evidence_id
    answer = desk.post(page, decision("refuse", seen, FINDING))
    assert "Newer evidence has arrived" in text(answer)
    assert "Another name." in text(answer)
    assert f'name="evidence" value="{newer}"' in text(answer)
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"
    assert desk.post(page, decision("refuse", newer, FINDING)).status_code == 302


def test_what_another_reviewer_decided_is_said_and_what_was_typed_can_be_copied(desk, waiting, page):
    make.accept(waiting)
    shown = text(desk.post(page, decision("refuse", waiting.evidence_id, FINDING)))
    assert "no decision is due here any more" in shown
    assert "Another name." in shown
    assert 'value="refuse"' not in shown


def test_the_own_organisation_is_left_to_another(desk, user, waiting, page):
    organisation = waiting.application.partner.organisation
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=clock.now())
    assert "another reviewer decides" in text(desk.get(page))
    assert str(waiting.pk) not in text(desk.get("/desk/"))
    shown = text(desk.post(page, decision("accept", waiting.evidence_id)))
    assert "Another reviewer decides" in shown
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"


@pytest.mark.parametrize("body", [{}, {"outcome": "refuse"}, {"outcome": "x", "evidence": "y"}, {"outcome": "more"}])
def test_a_form_that_was_tampered_with_decides_nothing(desk, waiting, page, body):
    assert desk.post(page, body).status_code == 200
    waiting.refresh_from_db()
    assert waiting.state == "needs_review"


def test_pages_carry_nothing_inline(desk, page):
    for path in ("/desk/", page):
        shown = text(desk.get(path))
        assert "style=" not in shown
        assert not re.search(r"<script(?![^>]*src=)|\son[a-z]+=", shown)


def test_the_desk_is_in_the_navigation_of_vetting_staff_only(desk):
    assert 'href="/desk/"' in text(desk.get("/catalog/"))
    assert 'href="/desk/"' not in text(browser(make.seat().user).get("/catalog/"))
    assert 'href="/desk/"' not in text(browser(make.reviewer(StaffRole.FINANCE)).get("/catalog/"))


@pytest.fixture
def appealed(waiting, user):
    """An appeal against a refusal by `user`."""
    about = {"actor": user.actor, "at": clock.now()}
    decide(
        assessment=waiting,
        evidence_id=waiting.evidence_id,
        outcome="refuse",
        findings=[FindingInput(**FINDING)],
        **about,
    )
    found = [waiting.findings.get().pk]
    return appeal(application=waiting.application, key="IDN-001", findings=found, statement="It is ours.", **about)


def test_a_second_reviewer_answers_an_appeal_and_the_first_cannot(desk, appealed):
    second, page = browser(make.reviewer()), f"/desk/appeals/{appealed.pk}/"
    assert str(appealed.pk) not in text(desk.get("/desk/appeals/"))
    assert "another reviewer answers" in text(desk.get(page))
    answer = {"outcome": "overturned", "answer": "Capitals do not matter."}
    refused = text(desk.post(page, answer))
    assert "You refused this yourself" in refused
    assert "Capitals do not matter." in refused
    assert "It is ours." in text(second.get("/desk/appeals/"))
    assert "Capitals do not matter." in text(second.post(page, answer | {"outcome": ""}))
    assert second.post(page, answer)["Location"] == "/desk/appeals/"
    assert "answered already" in text(second.post(page, answer))
    assert "No appeal waits" in text(second.get("/desk/appeals/"))


@pytest.mark.parametrize("who", [lambda: make.seat().user, lambda: make.reviewer(StaffRole.FINANCE)])
def test_only_vetting_staff_see_appeals(who, appealed):
    for path in ("/desk/appeals/", f"/desk/appeals/{appealed.pk}/"):
        assert browser(who()).get(path).status_code == 403
        assert Client().get(path)["Location"].startswith("/accounts/login/")
