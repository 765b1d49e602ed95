from core.accounts.roles import Role
from partners.vetting.subject import subject_of
from tests.factories import partners as make
from tests.partners.conftest import Api, problem


def test_a_partner_is_told_what_its_looks_are_judged_by(api, partner):
    answer = api.get(f"partners/{partner.pk}/challenges")
    told, known = answer.json(), subject_of(partner)
    assert told["domain_token"] == known["domain_token"]
    assert told["dns_record"] == f"guichet-verification={known['domain_token']}"
    assert told["webhook_secret"] == known["webhook_secret"]
    assert answer["Cache-Control"] == "no-store"


def test_nobody_else_is_told(partner, stranger, reviewer, viewer):
    problem(stranger.get(f"partners/{partner.pk}/challenges"), 404)
    problem(reviewer.get(f"partners/{partner.pk}/challenges"), 403)
    problem(viewer.get(f"partners/{partner.pk}/challenges"), 403)
    assert Api(make.seat(Role.ADMIN, in_=partner.organisation).user).get(
        f"partners/{partner.pk}/challenges"
    ).status_code == 200  # fmt: skip
