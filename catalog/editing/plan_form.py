"""A plan as its editor asks for it: the plan's own fields, and what the schemas of its price ask for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.editing.refused import wrong
from catalog.editing.schema_form import Input, Table, inputs, read
from catalog.offers.rules import PRIVATE, PUBLIC
from catalog.pricing import schemes
from catalog.pricing.aggregations import AGGREGATIONS
from catalog.pricing.checks import check_price
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.labels import LABELS
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from core.periods import Interval

ORDERED = "ordered"
MEASURABLE = (Counts.UNITS, Counts.AMOUNTS, Counts.CELLS)
_HTML_ON = "on"


class PlanForm:
    """The price of a plan on its way from a page to an action.

    `values` are those of the price, in the words of `Rule`; `errors` are sentences by the name of an input, filled by
    `check` and by what an action refuses.
    """

    def __init__(self, values: dict[str, Any], *, own: Mapping[str, Any]) -> None:
        self.values = values
        self.own = own
        self.errors: dict[str, str] = {}
        self.scheme = schemes.of(values["scheme"])

    @classmethod
    def stored(cls, rule: Rule, *, own: Mapping[str, Any]) -> "PlanForm":
        """Return the form of a plan that there is."""
        return cls(rule.said(), own=own)

    @classmethod
    def fresh(cls, scheme: str, *, currency: str) -> "PlanForm":
        """Return the form of a plan that there is not yet."""
        measured = schemes.of(scheme).counts in (Counts.AMOUNTS, Counts.CELLS)
        values = {
            "scheme": scheme,
            "currency": currency,
            "interval": Interval.MONTH.value,
            "terms": {},
            "unit": "",
            "meter": {"aggregation": "sum", "field": ""} if measured else None,
            "conditions": {},
        }
        return cls(values, own={"code": "", "name": "", "visibility": PUBLIC, "stands_in_for": ""})

    @classmethod
    def sent(cls, scheme: str, data: Mapping[str, str]) -> "PlanForm":
        """Return the form as it was sent."""
        counts = schemes.of(scheme).counts
        aggregation = data.get("aggregation", ORDERED)
        meter = None
        if counts in MEASURABLE and aggregation != ORDERED:
            known = AGGREGATIONS.get(aggregation, AGGREGATIONS["sum"])
            meter = {"aggregation": aggregation, **read(known.schema, data, "meter")}
        values = {
            "scheme": scheme,
            "currency": data.get("currency", "").strip().upper(),
            "interval": data.get("interval", ""),
            "terms": read(schemes.of(scheme).schema, data, "terms"),
            "unit": data.get("unit", "").strip() if counts is Counts.UNITS else "",
            "meter": meter,
            "conditions": {
                code: read(condition.schema, data, f"conditions.{code}")
                for code, condition in CONDITIONS.items()
                if data.get(f"with.{code}") == _HTML_ON
            },
        }
        return cls(
            values,
            own={
                "code": data.get("code", "").strip(),
                "name": data.get("name", "").strip(),
                "visibility": data.get("visibility", ""),
                "stands_in_for": data.get("stands_in_for", "") if data.get("visibility") == PRIVATE else "",
            },
        )

    def check(self) -> bool:
        """Look at the price alone. Returns whether it can be used; what cannot is in `errors`."""
        for error in check_price(**self.values):
            self.refuse(error.pointer, wrong(error.code, error.detail))
        return not self.errors

    def refuse(self, pointer: str, detail: str) -> None:
        """Say what is wrong with the value at a JSON pointer."""
        name = pointer.strip("/").replace("/", ".")
        self.errors.setdefault({"meter.aggregation": "aggregation", "meter": "aggregation"}.get(name, name), detail)

    def add_row(self, name: str) -> None:
        """Append an empty row to the table of this name, if there is one."""
        field = name.removeprefix("terms.")
        if self.scheme.schema["properties"].get(field, {}).get("type") == "array":
            self.values["terms"].setdefault(field, []).append({})

    @property
    def rule(self) -> Rule:
        """The price, once `check` has found nothing."""
        return Rule.of(self.values)

    def terms(self) -> list[Input | Table]:
        """What the scheme asks for."""
        return inputs(self.scheme.schema, self.values["terms"], "terms", self.errors)

    def asks_unit(self) -> bool:
        """Whether the scheme counts units that the plan names."""
        return self.scheme.counts is Counts.UNITS

    def aggregations(self) -> list[tuple[str, Any, bool]]:
        """The ways to come to a quantity: code, name, whether it is chosen; none where nothing is counted."""
        counts = self.scheme.counts
        if counts not in MEASURABLE:
            return []
        chosen = (self.values["meter"] or {}).get("aggregation", ORDERED)
        codes = ["sum"] if counts is Counts.AMOUNTS else list(AGGREGATIONS)
        known = [(code, LABELS[code], code == chosen) for code in codes]
        ordered = (ORDERED, _("Ordered, not measured"), chosen == ORDERED)
        return [ordered, *known] if counts is Counts.UNITS else known

    def meter_field(self) -> Input | None:
        """The field that the meter reads; asked for also while none is chosen, since the choice needs no script."""
        if self.scheme.counts not in MEASURABLE:
            return None
        (asked,) = inputs(AGGREGATIONS["sum"].schema, self.values["meter"], "meter", self.errors)
        return asked if isinstance(asked, Input) else None

    def conditions(self) -> list[dict[str, Any]]:
        """The conditions that the scheme can have, each with what it asks for."""
        return [
            {
                "code": code,
                "name": LABELS[code],
                "chosen": code in self.values["conditions"],
                "inputs": inputs(
                    condition.schema, self.values["conditions"].get(code), f"conditions.{code}", self.errors
                ),
                "error": self.errors.get(f"conditions.{code}", ""),
            }
            for code, condition in CONDITIONS.items()
            if self.scheme.counts in condition.counts
        ]
