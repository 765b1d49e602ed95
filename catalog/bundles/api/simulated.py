"""A simulation as JSON, for staff."""

from typing import Any

from rest_framework import serializers

from catalog.bundles.composition import Held
from catalog.bundles.paths import Design, Step
from catalog.bundles.pricing import Quote
from catalog.bundles.simulation import Simulation
from catalog.bundles.wording import note_sentence
from core.money import Money
from core.web.serializers import MoneySerializer, money_json


class NoteSerializer(serializers.Serializer):
    """Something that was found."""

    code = serializers.CharField()
    stops = serializers.BooleanField(help_text="Whether it keeps the bundle from being published")
    sentence = serializers.CharField()


class ShareSerializer(serializers.Serializer):
    """What a partner gets."""

    partner = serializers.UUIDField()
    amount = MoneySerializer()


class SplitSerializer(serializers.Serializer):
    """What a selection costs, and who gets it."""

    parts = serializers.ListField(child=serializers.CharField())
    list_price = MoneySerializer()
    discount = MoneySerializer()
    price = MoneySerializer()
    partners = ShareSerializer(many=True)
    platform = MoneySerializer()


class StepSerializer(serializers.Serializer):
    """Something that may happen, and what it costs: the customer pays it, partners and marketplace get it."""

    verb = serializers.ChoiceField(choices=["renewal", "cancellation", "removal", "exchange"])
    about = serializers.CharField(allow_null=True)
    to = serializers.CharField(allow_null=True)
    ends_in = serializers.ChoiceField(choices=["intact", "apart", "ended"])
    left = serializers.ListField(child=serializers.CharField())
    customer = MoneySerializer()
    partners = ShareSerializer(many=True)
    platform = MoneySerializer()
    then = MoneySerializer(help_text="What the customer pays for each interval after it")


class SimulationSerializer(serializers.Serializer):
    """What was walked in one currency and interval."""

    currency = serializers.CharField()
    interval = serializers.CharField()
    selections = serializers.IntegerField()
    holdings = serializers.IntegerField()
    steps_walked = serializers.IntegerField()
    is_all = serializers.BooleanField(help_text="Whether everything there is was looked at, not a sample")
    stops = serializers.BooleanField()
    notes = NoteSerializer(many=True)
    cheapest = SplitSerializer(allow_null=True)
    dearest = SplitSerializer(allow_null=True)
    steps = StepSerializer(many=True, help_text="Everything that may happen next to the cheapest and the dearest")


class SimulationsSerializer(serializers.Serializer):
    """A simulation of each market."""

    results = SimulationSerializer(many=True)


def simulation_json(found: Simulation) -> dict[str, Any]:
    """Return what was walked in one market."""
    market = found.design.market
    return {
        "currency": market.currency,
        "interval": market.interval,
        "selections": found.selections,
        "holdings": found.holdings,
        "steps_walked": found.steps,
        "is_all": found.is_all,
        "stops": found.stops,
        "notes": [{"code": note.code, "stops": note.stops, "sentence": note_sentence(note)} for note in found.notes],
        "cheapest": found.smallest and _split(found.smallest),
        "dearest": found.largest and _split(found.largest),
        "steps": [_step(step, found.design) for step in found.shown],
    }


def _split(quote: Quote) -> dict[str, Any]:
    return {
        "parts": [line.held.part.title for line in quote.lines],
        "list_price": money_json(quote.money(quote.list_price)),
        "discount": money_json(quote.money(quote.discount)),
        "price": money_json(quote.money(quote.price)),
        "partners": _shares(quote.partner_shares, quote.market.currency),
        "platform": money_json(quote.money(quote.platform_share)),
    }


def _step(step: Step, design: Design) -> dict[str, Any]:
    currency = design.market.currency
    return {
        "verb": step.verb,
        "about": step.about and step.about.title,
        "to": step.to and step.to.title,
        "ends_in": step.after.kind,
        "left": [_title(held) for held in step.after.held],
        "customer": money_json(Money(step.moved.customer, currency)),
        "partners": _shares(step.moved.partners, currency),
        "platform": money_json(Money(step.moved.platform, currency)),
        "then": money_json(Money(design.quote(step.after).price, currency)),
    }


def _title(held: Held) -> str:
    return held.part.title


def _shares(amounts: Any, currency: str) -> list[dict[str, Any]]:  # noqa: ANN401 - a mapping by partner
    return [{"partner": partner, "amount": money_json(Money(minor, currency))} for partner, minor in amounts.items()]
