import copy
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction

from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from partners.programmes import shipped
from partners.programmes.actions import ProgrammeUnreadable, publish_programme
from partners.programmes.models import Programme, Requirement
from partners.programmes.versions import NOTICE

pytestmark = pytest.mark.django_db


def publish(data, **more):
    return publish_programme(**data, **more, actor=SYSTEM, at=clock.now())


@pytest.fixture
def data():
    return copy.deepcopy(shipped.read_file())


def in_force(programme):
    return {r.key: r.revision for r in programme.requirements.current()}


def test_publishing_twice_changes_nothing(data):
    programme = publish(data)
    before = list(programme.requirements.order_by("pk").values())
    publish(copy.deepcopy(data))
    assert list(programme.requirements.order_by("pk").values()) == before
    assert [fact.type.split(".")[1] for fact in history(f"programme:{programme.pk}")] == [
        "rule_book_announced",
        "rule_book_in_force",
    ]


def test_a_reworded_requirement_becomes_the_next_revision_at_once(data):
    programme = publish(data)
    data["requirements"][1]["words"]["fr"]["why"] = "Autrement dit."
    publish(data)
    assert in_force(programme)["IDN-002"] == 2
    assert {r for k, r in in_force(programme).items() if k != "IDN-002"} == {1}
    old = programme.requirements.get(key="IDN-002", revision=1)
    assert old.retired_at is not None
    fact = history(f"programme:{programme.pk}").last()
    assert (fact.data["number"], fact.data["before"], fact.data["reworded"]) == ("1.0.1", "1.0.0", ["IDN-002@2"])


def test_a_requirement_that_is_left_out_is_retired_and_comes_back_as_new_with_notice(data):
    data["tiers"] = []  # one of them asks for what is left out
    programme = publish(data)
    left_out = data["requirements"].pop(0)
    publish(data)
    assert "IDN-001" not in in_force(programme)
    data["requirements"].append(left_out)
    publish(data)
    assert "IDN-001" not in in_force(programme)
    announced = programme.versions.get(state="announced")
    assert (announced.number, announced.effective_at - announced.announced_at) == ("2.0.0", NOTICE)
    assert programme.requirements.filter(key="IDN-001").latest("revision").revision == 2


def test_what_is_announced_already_is_not_announced_again(data):
    programme = publish(data)
    data["requirements"][0]["valid_for"] = "P1Y"
    publish(data)
    publish(copy.deepcopy(data))
    assert list(programme.versions.newest_first().values_list("number", "state")) == [
        ("2.0.0", "announced"),
        ("1.0.0", "in_force"),
    ]


def test_order_alone_is_no_revision(data):
    programme = publish(data)
    data["requirements"].reverse()
    publish(data)
    assert set(in_force(programme).values()) == {1}
    assert programme.requirements.current().in_order().first().key == data["requirements"][0]["key"]
    assert programme.versions.head().number == "1.0.1"


@pytest.mark.parametrize(
    "change", [{"key": "XXX-999"}, {"words": {}}, {"evidence": {}}, {"any_of": []}, {"revision": 7}]
)
def test_what_is_published_is_final(data, change):
    requirement = publish(data).requirements.first()
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Requirement.objects.filter(pk=requirement.pk).update(**change)


def test_what_is_published_cannot_be_deleted(data):
    requirement = publish(data).requirements.first()
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Requirement.objects.filter(pk=requirement.pk)._raw_delete("default")


def test_a_misprint_publishes_nothing(data):
    data["requirements"][3]["level"] = "perhaps"
    with pytest.raises(ProgrammeUnreadable, match="IDN-004"):
        publish(data)
    assert not Programme.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": {"en": "Partner"}}, {"scope": "planet"}])
def test_a_programme_says_its_name_in_both_languages_and_a_scope_that_exists(data, wrong):
    with pytest.raises(ProgrammeUnreadable):
        publish(data | wrong)


def test_a_changelog_is_kept_as_it_is_written(data):
    publish(data)
    data["requirements"][1]["words"]["fr"]["why"] = "Autrement dit."
    programme = publish(data, changelog={"en": "Clearer.", "fr": "Plus clair."})
    assert programme.versions.head().changelog == {"en": "Clearer.", "fr": "Plus clair."}
    data["requirements"][1]["words"]["fr"]["why"] = "Encore autrement."
    with pytest.raises(ProgrammeUnreadable, match="changelog"):
        publish(data, changelog={"en": "Clearer."})


def test_a_later_day_may_be_chosen(data):
    publish(data)
    data["requirements"].pop()
    day = clock.now() + timedelta(days=5)
    programme = publish(data, effective_at=day)
    assert programme.versions.head().effective_at == day
    assert len(in_force(programme)) == len(data["requirements"]) + 1


def test_the_command_publishes_the_shipped_programme_and_says_what_is_new():
    first, second = StringIO(), StringIO()
    call_command("publish_programme", stdout=first)
    call_command("publish_programme", stdout=second)
    assert "IDN-001 revision 1" in first.getvalue()
    assert (
        second.getvalue()
        == f"partner 1.0.0: {len(shipped.read_file()['requirements'])} requirements in force, 0 of them new.\n"
    )


def test_the_command_says_what_is_announced_and_from_when(tmp_path):
    call_command("publish_programme", stdout=StringIO())
    path = tmp_path / "stricter.toml"
    path.write_text(shipped.STARTING.read_text().replace('check = "vat_id"', 'check = "vat_id"\nvalid_for = "P1Y"'))
    out = StringIO()
    call_command("publish_programme", path, stdout=out)
    assert "partner 2.0.0 is announced and takes effect on " in out.getvalue()
    assert "Stricter: IDN-002 (VAT id)." in out.getvalue()


def test_the_command_says_what_is_wrong_with_a_file(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.toml"):
        call_command("publish_programme", tmp_path / "nothing.toml")
