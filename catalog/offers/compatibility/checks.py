"""What a compatibility contract must be. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from catalog.offers.compatibility.contract import ALL, ANY, FREE, NOTHING, Contract
from catalog.pricing.terms import Described, TermError, Terms, an_object, or_null

MOST_OFFERS = 50
MOST_PLANS = 20
SEAT_RULES = (FREE, "at_most_base", "equal_base", "at_least_base")
_OFFER = {
    "type": "string",
    "pattern": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    "x-code": "not-an-id",
    "title": "Offer",
    "description": "The id of an offer as it was shown to you, a UUID.",
}
_PLAN = {
    "type": "string",
    "pattern": r"^[a-z0-9][a-z0-9_-]{0,39}$",
    "x-code": "not-a-code",
    "title": "Plan",
    "description": "The code of a plan of that offer, such as “team”.",
}


def _list(items: Mapping[str, Any], title: str, most: int) -> dict[str, Any]:
    return {
        "type": "array",
        "x-code": "not-a-list",
        "title": title,
        "description": f"A list of at most {most}.",
        "maxItems": most,
        "items": items,
    }


def _one_of(choices: tuple[str, ...], title: str) -> dict[str, Any]:
    said = ", ".join(choices)
    return {"type": "string", "enum": [*choices], "x-code": "unknown-value", "title": title, "description": said}


class _Described(Described):
    """The JSON Schema of a contract, and what its members must not say of each other."""

    code = "compatibility"
    schema = an_object(
        {
            "complements": _list(_OFFER, "Works with", MOST_OFFERS),
            "requires": an_object(
                {
                    "match": _one_of((ALL, ANY), "Whether all are needed, or any one"),
                    "offers": _list(
                        an_object({"offer": _OFFER, "plans": _list(_PLAN, "Plans", MOST_PLANS)}, optional=["plans"]),
                        "Needs",
                        MOST_OFFERS,
                    ),
                }
            ),
            "excludes": _list(_OFFER, "Not together with", MOST_OFFERS),
            "seats": an_object({"rule": _one_of(SEAT_RULES, "Quantity"), "offer": or_null(_OFFER)}, optional=["offer"]),
        },
        optional=["complements", "requires", "excludes", "seats"],
    )

    def contradictions(self, terms: Terms) -> Iterator[TermError]:
        """Yield what stands twice, and what makes the contract one that nobody can keep."""
        needs = (terms.get("requires") or {}).get("offers", [])
        lists = {
            "/complements": list(terms.get("complements", [])),
            "/requires/offers": [need["offer"] for need in needs],
            "/excludes": list(terms.get("excludes", [])),
        }
        for pointer, offers in lists.items():
            end = "/offer" if pointer == "/requires/offers" else ""
            yield from _twice(pointer, end, offers)
        for index, need in enumerate(needs):
            yield from _twice(f"/requires/offers/{index}/plans", "", need.get("plans", []))
        yield from _never_met(lists)
        yield from _seats(terms.get("seats", {}), lists["/requires/offers"])


SCHEMA = _Described.schema
_CONTRACT = _Described()


def contract_errors(said: Any, *, offer_id: UUID | None = None, is_add_on: bool = True) -> list[TermError]:  # noqa: ANN401
    """Return what is wrong with a contract that somebody sent, by JSON pointer; nothing, if it can be kept.

    `offer_id` is the offer that says it, which cannot speak of itself. Only an add-on speaks of others.
    """
    errors = _CONTRACT.check(said)
    if errors:
        return errors
    contract = Contract.of(said)
    if not is_add_on and contract != NOTHING:
        return [TermError("", "not-an-add-on", "Only an add-on speaks of other offers. Send the kind “add_on” too.")]
    return [
        TermError(pointer, "self-reference", "An offer cannot speak of itself. Leave it out.")
        for pointer, named in pointers(contract)
        if named == offer_id
    ]


def pointers(contract: Contract) -> Iterator[tuple[str, UUID]]:
    """Yield every place at which the contract names an offer, as a JSON pointer, with that offer."""
    yield from ((f"/complements/{index}", one) for index, one in enumerate(contract.complements))
    yield from ((f"/requires/offers/{index}/offer", need.offer) for index, need in enumerate(contract.requires))
    yield from ((f"/excludes/{index}", one) for index, one in enumerate(contract.excludes))


def _twice(pointer: str, end: str, named: list[str]) -> Iterator[TermError]:
    seen: set[str] = set()
    for index, one in enumerate(named):
        if one in seen:
            yield TermError(f"{pointer}/{index}{end}", "duplicate", "It stands here already. Name it once.")
        seen.add(one)


def _never_met(lists: Mapping[str, list[str]]) -> Iterator[TermError]:
    for index, one in enumerate(lists["/excludes"]):
        for pointer, word in (("/requires/offers", "needed"), ("/complements", "said to work with it")):
            if one in lists[pointer]:
                sentence = f"It is {word} and excluded, which nobody can keep. Leave one of the two out."
                yield TermError(f"/excludes/{index}", "contradiction", sentence)


def _seats(said: Mapping[str, Any], needed: list[str]) -> Iterator[TermError]:
    if said.get("rule", FREE) == FREE:
        if said.get("offer"):
            yield TermError("/seats/offer", "not-asked", "With the rule “free” nothing is compared. Leave it out.")
    elif said.get("offer") not in needed:
        yield TermError("/seats/offer", "not-required", "Name one of the offers in “requires”, to compare with.")
