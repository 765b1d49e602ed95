"""Reading a partner's profile: what it would enter and submit on the marketplace."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from partners.programmes.conditions import FactValue
from partners.programmes.facts import FACTS
from partners.vetting.partner_check.books import Unusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`facts` decide what is asked, `evidence` is by its name in the rule book, `subject` is everything else."""

    facts: Mapping[str, FactValue]
    evidence: Mapping[str, Mapping[str, Any]]
    subject: Mapping[str, Any]

    @property
    def country(self) -> str:
        """The country of the organisation (ISO 3166-1 alpha-2), or ""."""
        country = self.facts.get("country")
        return country if isinstance(country, str) else ""


def read_profile(path: str) -> Profile:
    """Read a profile from a TOML or JSON file. Raises Unusable."""
    try:
        text = Path(path).read_text("utf-8")
        data = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}. Write your profile into it first.") from error
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{path} is neither TOML nor JSON: {error}.") from error
    if not isinstance(data, dict):
        raise Unusable(f"{path} is not a table. Write country, website, [facts] and [evidence.…] into it.")
    data = _plain(data)
    facts, evidence = _table(data, "facts", path), _table(data, "evidence", path)
    if unfit := [name for name, piece in evidence.items() if not isinstance(piece, dict)]:
        raise Unusable(f"{path}: evidence.{unfit[0]} is not a table. Write [evidence.{unfit[0]}] and its values below.")
    if unknown := sorted(set(facts) - set(FACTS)):
        raise Unusable(f"{path}: there is no fact “{unknown[0]}”. Known are: {', '.join(FACTS)}.")
    facts = {"country": data["country"], **facts} if "country" in data else facts
    return Profile(
        facts={name: _fact(name, value) for name, value in facts.items()},
        evidence=evidence,
        # Checks look at these facts as well.
        subject={**{name: facts[name] for name in facts if name != "country"}, **data},
    )


def _table(data: dict[str, Any], name: str, path: str) -> dict[str, Any]:
    table = data.pop(name, {})
    if not isinstance(table, dict):
        raise Unusable(f"{path}: {name} is not a table.")
    return table


def _fact(name: str, value: Any) -> FactValue:  # noqa: ANN401
    is_set = FACTS[name].type == "set" and isinstance(value, list)
    fact: FactValue = frozenset(str(item) for item in value) if is_set else value
    return fact


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return TOML's dates as the texts that the API has."""
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
