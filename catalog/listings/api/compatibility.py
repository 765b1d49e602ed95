"""What a version says of other offers, with their names and listings."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from catalog.listings.diff import Change
from catalog.listings.related import Related
from catalog.offers.api.contracts import SeatsSerializer
from catalog.offers.compatibility import Contract

Others = Mapping[UUID, Related]
_ABOUT = "compatibility/"


class RelatedSerializer(serializers.Serializer):
    """Another offer."""

    offer = serializers.UUIDField()
    name = serializers.CharField(help_text="As its listing says it; empty where nothing is known of it any more")
    listing = serializers.CharField(allow_null=True, help_text="The slug of its listing; null while nobody finds it")


class NeededPlanSerializer(serializers.Serializer):
    """A plan of another offer."""

    code = serializers.CharField()
    name = serializers.CharField()


class RelatedNeedSerializer(RelatedSerializer):
    """Another offer that has to be held as well."""

    plans = NeededPlanSerializer(many=True, help_text="Any of these will do; none for any plan")


class ShownRequiresSerializer(serializers.Serializer):
    """What has to be held as well."""

    match = serializers.ChoiceField(choices=["all", "any"])
    offers = RelatedNeedSerializer(many=True)


class ShownContractSerializer(serializers.Serializer):
    """What an add-on works with, needs, and is not held together with."""

    complements = RelatedSerializer(many=True)
    requires = ShownRequiresSerializer()
    excludes = RelatedSerializer(many=True)
    seats = SeatsSerializer()


def contract_json(contract: Contract, others: Others) -> dict[str, Any]:
    """Return a contract as everybody sees it."""
    said = contract.said()
    return {
        "complements": [_related(one, others) for one in said["complements"]],
        "requires": _requires(said["requires"], others),
        "excludes": [_related(one, others) for one in said["excludes"]],
        "seats": said["seats"],
    }


def named_in(changes: Iterable[Change]) -> set[UUID]:
    """Return the other offers that some changes are about."""
    sides = [(change.about, side) for change in changes for side in (change.before, change.after)]
    found: set[UUID] = set()
    for about, side in sides:
        if about in (_ABOUT + "complements", _ABOUT + "excludes") and side is not None:
            found.add(UUID(side))
        elif about == _ABOUT + "requires":
            found |= {UUID(need["offer"]) for need in side["offers"]}
        elif about == _ABOUT + "seats" and side["offer"]:
            found.add(UUID(side["offer"]))
    return found


def changed_side(about: str, side: Any, others: Others) -> Any:  # noqa: ANN401 - as a change has it
    """Return what a change of a contract says of the version before or after, with the names of the offers."""
    match about.removeprefix(_ABOUT):
        case "requires":
            return _requires(side, others)
        case "seats":
            return side if side["offer"] is None else {**side, "name": _related(side["offer"], others)["name"]}
        case _:
            return _related(side, others) if isinstance(side, str) else side


def _requires(said: Mapping[str, Any], others: Others) -> dict[str, Any]:
    return {"match": said["match"], "offers": [_need(need, others) for need in said["offers"]]}


def _need(need: Mapping[str, Any], others: Others) -> dict[str, Any]:
    known = others.get(UUID(need["offer"]))
    names = known.plans if known else {}
    private = known.private if known else ()
    return _related(need["offer"], others) | {
        "plans": [{"code": code, "name": names.get(code, code)} for code in need["plans"] if code not in private]
    }


def _related(offer_id: str, others: Others) -> dict[str, Any]:
    known = others.get(UUID(offer_id))
    return {
        "offer": offer_id,
        "name": known.name if known else "",
        "listing": (known.slug or None) if known else None,
    }
