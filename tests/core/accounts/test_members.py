"""Roles: nobody gives more than they hold, and an organisation always has an owner."""

import pytest

from core import clock
from core.accounts import actions
from core.accounts.granting import GrantTooWide, LastOwner
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.events.models import Fact


def membership_of(user):
    return Membership.objects.get(user=user)


def change(user, role, by):
    return actions.change_role(membership=membership_of(user), role=Role(role), actor=by.actor, at=clock.now())


def test_who_founds_an_organisation_owns_it(organisation, ada):
    assert membership_of(ada).role == "owner"
    fact = Fact.objects.about(f"organisation:{organisation.pk}").get()
    assert (fact.type, fact.actor_id) == ("accounts.organisation_founded", ada.pk)


def test_a_change_of_role_is_told(join, ada, bo, organisation):
    join(bo, "viewer")
    change(bo, "developer", by=ada)
    assert membership_of(bo).role == "developer"
    fact = Fact.objects.about(f"user:{bo.pk}").last()
    assert (fact.data["before"], fact.data["after"]) == ("viewer", "developer")


def test_the_same_role_again_is_no_change(join, ada, bo):
    join(bo, "viewer")
    before = Fact.objects.count()
    change(bo, "viewer", by=ada)
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    ("own", "theirs", "wanted"),
    [
        ("admin", "viewer", "owner"),
        ("admin", "owner", "viewer"),
        ("developer", "viewer", "admin"),
        ("billing", "viewer", "developer"),
        ("viewer", "support", "billing"),
    ],
)
def test_nobody_gives_or_takes_more_than_they_hold(join, person, own, theirs, wanted):
    bo, cy = person("Bo"), person("Cy")
    join(bo, own)
    join(cy, theirs)
    with pytest.raises(GrantTooWide):
        change(cy, wanted, by=bo)
    assert membership_of(cy).role == theirs


def test_only_owners_make_owners(join, ada, bo):
    join(bo, "admin")
    change(bo, "owner", by=ada)
    assert membership_of(bo).role == "owner"


def test_the_last_owner_is_neither_demoted_nor_removed(join, ada, bo):
    join(bo, "admin")
    with pytest.raises(LastOwner):
        change(ada, "admin", by=ada)
    with pytest.raises(LastOwner):
        actions.remove_member(membership=membership_of(ada), actor=ada.actor, at=clock.now())
    assert membership_of(ada).role == "owner"


def test_everybody_may_leave(join, ada, bo):
    membership = join(bo, "viewer")
    actions.remove_member(membership=membership, actor=bo.actor, at=clock.now())
    assert not Membership.objects.filter(user=bo).exists()


def test_a_viewer_removes_nobody(join, person, bo):
    join(bo, "viewer")
    cy = person("Cy")
    membership = join(cy, "developer")
    with pytest.raises(GrantTooWide):
        actions.remove_member(membership=membership, actor=bo.actor, at=clock.now())


def test_a_role_is_read_again_when_it_is_used(join, person, ada, bo):
    """Bo was an owner when the request began, and is not any more when it acts."""
    join(bo, "owner")
    cy = person("Cy")
    join(cy, "viewer")
    stale = bo.actor
    change(bo, "viewer", by=ada)
    with pytest.raises(GrantTooWide):
        actions.change_role(membership=membership_of(cy), role=Role.ADMIN, actor=stale, at=clock.now())
