"""Versions are announced, come into force on their day, and never change."""

import copy
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.states import IllegalMove
from partners.programmes import shipped, tasks
from partners.programmes.actions import (
    announce_version,
    bring_into_force_due,
    draft_version,
    publish_programme,
    withdraw_announcement,
)
from partners.programmes.models import Requirement, RuleBookEntry, RuleBookVersion
from partners.programmes.refusals import NothingChanged, NoticeTooShort, NotTheNewest
from partners.programmes.versions import EMERGENCY_NOTICE, NOTICE, Emergency, fingerprint
from tests.factories.partners import starting_programme
from tests.partners.races import both

pytestmark = pytest.mark.django_db

NOW = clock.now()
EMERGENCY = Emergency(approver="Ada Martin", reason="A library that everybody uses lets strangers in.")


@pytest.fixture
def programme():
    return publish_programme(**shipped.read_file(), actor=SYSTEM, at=NOW - timedelta(days=1))


def book(**changes):
    """The shipped requirements with parts of the VAT id's replaced."""
    requirements = copy.deepcopy(shipped.read_file()["requirements"])
    requirements[1] |= changes
    return requirements


STRICTER = {"valid_for": "P1Y"}
EASED = {"grace": "P90D"}


def announce(programme, *, at=NOW, effective_at=None, emergency=None, requirements=None, **changes):
    version = draft_version(programme=programme, requirements=requirements or book(**changes), actor=SYSTEM, at=at)
    return announce_version(version=version, effective_at=effective_at, emergency=emergency, actor=SYSTEM, at=at)


def states(programme):
    return dict(programme.versions.values_list("number", "state"))


def asked(programme):
    return programme.requirements.current().get(key="IDN-002").revision


def test_a_stricter_version_takes_effect_after_ninety_days_and_not_before(programme):
    version = announce(programme, **STRICTER)
    assert (version.number, version.effective_at) == ("2.0.0", NOW + NOTICE)
    assert bring_into_force_due(programme=programme, actor=SYSTEM, at=version.effective_at - timedelta(seconds=1)) == []
    assert asked(programme) == 1
    assert bring_into_force_due(programme=programme, actor=SYSTEM, at=version.effective_at) == [version]
    assert asked(programme) == 2
    assert states(programme) == {"1.0.0": "retired", "2.0.0": "in_force"}
    assert bring_into_force_due(programme=programme, actor=SYSTEM, at=version.effective_at) == []


@pytest.mark.parametrize(
    ("changes", "emergency", "days", "allowed"),
    [
        (STRICTER, None, 90, True),
        (STRICTER, None, 89, False),
        (STRICTER, EMERGENCY, 14, True),
        (STRICTER, EMERGENCY, 13, False),
        (EASED, None, 0, True),
        (EASED, None, -1, False),
    ],
)
def test_notice_is_kept(programme, changes, emergency, days, allowed):
    day = NOW + timedelta(days=days)
    if allowed:
        assert announce(programme, effective_at=day, emergency=emergency, **changes).effective_at == day
    else:
        with pytest.raises(NoticeTooShort, match="IDN-002" if days > 0 else "2"):
            announce(programme, effective_at=day, emergency=emergency, **changes)
        assert states(programme) == {"1.0.0": "in_force", "": "draft"}


def test_an_emergency_names_who_answers_for_it(programme):
    version = announce(programme, emergency=EMERGENCY, **STRICTER)
    assert version.effective_at - version.announced_at == EMERGENCY_NOTICE
    assert (version.emergency_approver, version.emergency_reason) == (EMERGENCY.approver, EMERGENCY.reason)


def test_the_hash_is_of_what_is_kept(programme):
    version = announce(programme, **STRICTER)
    assert version.sha256 == fingerprint(version.content) != programme.versions.get(number="1.0.0").sha256
    assert version.content["requirements"][1]["revision"] == 2
    assert version.changelog["fr"] == "Plus strict\u00a0: IDN-002 (Numéro de TVA)."


def test_the_facts_say_what_changes(programme):
    version = announce(programme, **STRICTER)
    bring_into_force_due(programme=programme, actor=SYSTEM, at=version.effective_at)
    announced, in_force = history(f"rule_book_version:{version.pk}")
    assert announced.data["stricter"] == in_force.data["stricter"] == ["IDN-002@2"]
    assert in_force.data["new"] == in_force.data["eased"] == in_force.data["reworded"] == in_force.data["gone"] == []


def test_what_builds_on_an_announcement_waits_for_it(programme):
    first = announce(programme, **STRICTER)
    later = announce(programme, at=NOW + timedelta(days=10), **STRICTER, **EASED)
    assert (later.number, later.effective_at) == ("2.1.0", first.effective_at)
    with pytest.raises(NoticeTooShort, match=r"builds on version 2\.1\.0"):
        announce(programme, kind="identity", **STRICTER, **EASED, effective_at=NOW + timedelta(days=20))
    tasks.bring_due_into_force.run()
    assert asked(programme) == 1
    assert bring_into_force_due(programme=programme, actor=SYSTEM, at=first.effective_at) == [first, later]
    assert states(programme) == {"1.0.0": "retired", "2.0.0": "retired", "2.1.0": "in_force", "": "draft"}
    assert asked(programme) == 3


def test_a_withdrawn_announcement_never_comes_into_force_and_its_number_is_not_used_again(programme):
    version = announce(programme, **STRICTER)
    withdraw_announcement(version=version, reason="Too many could not.", actor=SYSTEM, at=NOW)
    assert bring_into_force_due(programme=programme, actor=SYSTEM, at=NOW + NOTICE) == []
    assert programme.requirements.get(key="IDN-002", revision=2).retired_at
    again = announce(programme, **STRICTER)
    assert (again.number, again.content["requirements"][1]["revision"]) == ("3.0.0", 3)
    with pytest.raises(IllegalMove):
        withdraw_announcement(version=version, reason="Again.", actor=SYSTEM, at=NOW)


def test_only_the_newest_announcement_is_withdrawn(programme):
    first = announce(programme, **STRICTER)
    later = announce(programme, **STRICTER, **EASED)
    with pytest.raises(NotTheNewest, match=r"Withdraw 2\.1\.0 first"):
        withdraw_announcement(version=first, reason="Too many could not.", actor=SYSTEM, at=NOW)
    for version in (later, first):
        withdraw_announcement(version=version, reason="Too many could not.", actor=SYSTEM, at=NOW)
    assert states(programme) == {"1.0.0": "in_force", "2.0.0": "withdrawn", "2.1.0": "withdrawn"}
    assert not Requirement.objects.filter(in_force_at=None, retired_at=None).exists()


def test_what_is_in_force_is_not_withdrawn(programme):
    with pytest.raises(IllegalMove):
        withdraw_announcement(version=programme.versions.get(), reason="No more.", actor=SYSTEM, at=NOW)


def test_a_version_is_announced_once(programme):
    version = announce(programme, **STRICTER)
    with pytest.raises(IllegalMove):
        announce_version(version=version, actor=SYSTEM, at=NOW)


def test_a_version_that_says_nothing_new_is_refused(programme):
    with pytest.raises(NothingChanged, match=r"1\.0\.0"):
        announce(programme)


@pytest.mark.parametrize(
    "change",
    [{"number": "9.9.9"}, {"content": {}}, {"sha256": ""}, {"changelog": {}}, {"effective_at": NOW}, {"major": 7}],
)
def test_what_is_announced_is_final(programme, change):
    version = announce(programme, **STRICTER)
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        RuleBookVersion.objects.filter(pk=version.pk).update(**change)


def test_what_is_announced_stays_with_its_requirements(programme):
    version = announce(programme, **STRICTER)
    for rows in (RuleBookVersion.objects.filter(pk=version.pk), RuleBookEntry.objects.filter(version=version)):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            rows._raw_delete("default")


def test_a_draft_may_still_change_and_go(programme):
    draft = draft_version(programme=programme, requirements=book(**STRICTER), actor=SYSTEM, at=NOW)
    RuleBookVersion.objects.filter(pk=draft.pk).update(changelog={"en": "x", "fr": "y"})
    draft.delete()


def test_the_task_brings_into_force_what_is_due(programme):
    announce(programme, effective_at=clock.now() + timedelta(milliseconds=1), **EASED)
    tasks.bring_due_into_force.run()
    tasks.bring_due_into_force.run()
    assert states(programme) == {"1.0.0": "retired", "1.1.0": "in_force"}


def test_two_that_bring_it_into_force_at_once_do_it_once(transactional_db):
    programme = starting_programme()
    version = announce(programme, at=clock.now(), **EASED)

    def bring():
        return bring_into_force_due(programme=programme, actor=SYSTEM, at=version.effective_at)

    assert sorted(map(len, both(bring, bring))) == [0, 1]
    assert history(f"rule_book_version:{version.pk}").count() == 2
