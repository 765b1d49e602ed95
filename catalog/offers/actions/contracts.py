"""What an offer names of others has to exist for its partner."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from catalog.offers.compatibility import Contract, Need
from catalog.offers.compatibility.checks import pointers
from catalog.offers.listed import listed
from catalog.offers.rules import PUBLIC
from catalog.pricing.terms import TermError, step
from partners.organisations.models import Partner

Codes = Mapping[UUID, frozenset[str]]


def reference_errors(wanted: Contract, before: Contract, *, partner: Partner, at: datetime) -> list[TermError]:
    """Return what the contract names and its partner cannot know, by JSON pointer.

    It may name its own offers, drafts included, and those that anybody finds in the catalogue. What the contract named
    `before` stays, even if it is not listed any more. Unknown and foreign are answered alike.
    """
    known = _own(wanted, partner)
    for offer_id, codes in listed(wanted.references, at=at).items():
        known[offer_id] = known.get(offer_id, frozenset()) | codes
    kept = {*before.references}
    errors = [
        TermError(pointer, "unknown-reference", "There is no offer with this id that you may name.")
        for pointer, named in pointers(wanted)
        if named not in known and named not in kept
    ]
    return errors or list(_plans(wanted.requires, {*before.requires}, known))


def _own(wanted: Contract, partner: Partner) -> dict[UUID, frozenset[str]]:
    """Return the partner's own offers among those named, with the codes of their plans; one query."""
    if not wanted.references:
        return {}
    rows = partner.offers.filter(pk__in=wanted.references).values_list(
        "pk", "plans__code", "plans__retired_at", "plans__visibility"
    )
    own: dict[UUID, frozenset[str]] = {}
    for offer_id, code, retired_at, visibility in rows:
        # Everybody reads the contract, so it names no private plan.
        is_sold = code and retired_at is None and visibility == PUBLIC
        own[offer_id] = own.get(offer_id, frozenset()) | ({code} if is_sold else frozenset())
    return own


def _plans(needs: tuple[Need, ...], before: set[Need], known: Codes) -> Iterator[TermError]:
    for number, need in enumerate(needs):
        if need in before:
            continue
        for index, code in enumerate(need.plans):
            if code not in known.get(need.offer, frozenset()):
                sentence = f"That offer has no plan “{step(code)}” on sale. Look at its listing again."
                yield TermError(f"/requires/offers/{number}/plans/{index}", "unknown-plan", sentence)
