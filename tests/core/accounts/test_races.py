"""Two at once: one story."""

import threading

import pytest
from django.db import connection

from core import clock
from core.accounts import actions
from core.accounts.invitations import token_of
from core.accounts.models import Invitation, Membership
from core.accounts.roles import Role
from core.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what each gave back or refused."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(index, call):
        barrier.wait()
        try:
            results[index] = call()
        except Refusal as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.parametrize("_round", range(5))
def test_two_owners_cannot_demote_each_other_at_once(_round, organisation, join, ada, bo):
    mine, theirs = Membership.objects.get(user=ada), join(bo, "owner")

    def demote(membership, by):
        return lambda: actions.change_role(membership=membership, role=Role.VIEWER, actor=by.actor, at=clock.now())

    results = at_once(demote(theirs, ada), demote(mine, bo))
    assert Membership.objects.filter(role="owner").count() == 1
    assert sum(isinstance(result, Refusal) for result in results) == 1


@pytest.mark.parametrize("_round", range(5))
def test_the_last_two_owners_cannot_both_leave(_round, organisation, join, ada, bo):
    mine, theirs = Membership.objects.get(user=ada), join(bo, "owner")
    results = at_once(
        lambda: actions.remove_member(membership=mine, actor=ada.actor, at=clock.now()),
        lambda: actions.change_role(membership=theirs, role=Role.ADMIN, actor=bo.actor, at=clock.now()),
    )
    assert Membership.objects.filter(role="owner").count() == 1
    assert [getattr(r, "code", None) for r in results].count("last-owner") == 1


def test_an_invitation_is_accepted_once(organisation, ada, bo):
    invitation = actions.invite_member(
        organisation_id=organisation.pk, email=bo.email, role=Role.VIEWER, actor=ada.actor, at=clock.now()
    )
    token = token_of(invitation.pk)
    results = at_once(*[lambda: actions.accept_invitation(token=token, user=bo, actor=bo.actor, at=clock.now())] * 2)
    assert Membership.objects.filter(user=bo).count() == 1
    assert sum(isinstance(result, Refusal) for result in results) == 1


def test_one_address_has_one_open_invitation(organisation, ada):
    def invite():
        return actions.invite_member(
            organisation_id=organisation.pk, email="cy@example.org", role=Role.VIEWER, actor=ada.actor, at=clock.now()
        )

    results = at_once(invite, invite)
    assert Invitation.objects.count() == 1
    assert [getattr(r, "code", None) for r in results].count("already-invited") == 1
