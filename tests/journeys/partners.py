"""How a partner gets from nothing to a listing, over HTTP."""

from typing import Any
from uuid import uuid4

from tests.journeys.documents import upload
from tests.journeys.people import Person, mail_to

VAT_IDS = {"FR": "FR83404833048", "DE": "DE136695976", "NL": "NL004495445B01", "BE": "BE0428759497"}
SIGNED = {"person": "Ada Martin", "role": "managing director"}


def register(person: Person, name: str, country: str) -> dict[str, Any]:
    """Found an organisation and make it a partner; gives the partner."""
    organisation = person.post("organisations", {"name": name, "country": country})
    return person.post(
        "partners",
        {
            "organisation": organisation["id"],
            "display_name": name,
            "website": "https://partner.example",
            "contact_email": person.email,
            "vat_id": "",
            "description": "",
        },
    )


def confirm_contact(person: Person, partner: dict[str, Any]) -> None:
    """Ask for the confirmation mail, and follow its link as a program would."""
    person.post(f"partners/{partner['id']}/contact-confirmation", expect=202)
    token = mail_to(person.stack, person.email, r"/contact-confirmations/([^/\s]+)/")
    person.post("contact-confirmations", {"token": token}, expect=200)


def board(person: Person, application: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of the board by key."""
    found = person.get(f"applications/{application['id']}/requirements")
    return {entry["key"]: entry for entry in found["entries"]}


def accepts(requirement: dict[str, Any]) -> dict[str, Any]:
    """What satisfies a requirement, or an entry of the board: the first of the ways."""
    return requirement["satisfied_by"]["any_of"][0][0]


def meet_requirements(person: Person, partner: dict[str, Any], application: dict[str, Any], country: str) -> None:
    """Submit what the board asks for before a listing; automatic checks answer at once, files wait for a person."""
    for key, entry in board(person, application).items():
        kind = accepts(entry)["kind"]
        address = f"applications/{application['id']}/requirements/{key}/evidence"
        needed = "list_public" in entry["blocks"] and kind != "contact_email"
        if entry["awaiting_action_from"] != "partner" or not needed:
            continue
        if kind == "file":
            person.post(address, {"kind": "file", "upload": upload(person, partner["organisation"])})
        elif kind == "vat_id":
            person.post(address, {"kind": "vat_id", "vat_id": VAT_IDS[country]})
        elif kind == "terms":
            person.post(address, {"kind": "terms", "version": accepts(entry)["version"], **SIGNED})
        else:
            person.post(address, {"kind": "declaration", "confirmed": True, **SIGNED})


def decide(reviewer: Person, application: dict[str, Any], key: str, outcome: str, *findings: dict[str, str]) -> Any:
    """Decide on the evidence of one requirement that waits in the queue."""
    waiting = waiting_for(reviewer, application)[key]
    return reviewer.post(
        f"applications/{application['id']}/requirements/{key}/decision",
        {"outcome": outcome, "evidence": waiting["evidence"], "findings": list(findings)},
        expect=200,
    )


def waiting_for(reviewer: Person, application: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What of one application waits for a reviewer, by key."""
    found, cursor = {}, {}
    while True:
        page = reviewer.get("vetting/queue", page_size=100, **cursor)
        found |= {e["key"]: e for e in page["results"] if e["application"] == application["id"]}
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def vetted_partner(person: Person, reviewer: Person, name: str, country: str) -> dict[str, Any]:
    """Go all the way to a vetted partner."""
    partner = register(person, name, country)
    application = person.post("applications", {"partner": partner["id"], "programme": "partner"})
    confirm_contact(person, partner)
    meet_requirements(person, partner, application, country)
    for key in waiting_for(reviewer, application):
        decide(reviewer, application, key, "accept")
    assert person.get(f"applications/{application['id']}")["state"] == "vetted"
    return partner


def draft_offer(person: Person, partner: dict[str, Any], name: str, *plans: dict[str, Any]) -> dict[str, Any]:
    """Draft an offer with its plans."""
    offer = person.post(
        "offers",
        {
            "partner": partner["id"],
            "name": name,
            "summary": f"{name} keeps the books of small workshops in order",
            "description": (
                f"{name} writes invoices, follows what is still to be paid and prepares the return of value added tax, "
                "so that a small workshop closes its month in an afternoon."
            ),
            "website": "https://partner.example/product",
            "categories": ["accounting"],
            "data_classes": ["none"],
        },
    )
    for plan in plans:
        person.post(f"offers/{offer['id']}/plans", plan)
    return offer


def plan(code: str, scheme: str, amount: str, interval: str = "month") -> dict[str, Any]:
    """A plan in euro."""
    return {
        "code": code,
        "name": code.title(),
        "scheme": scheme,
        "currency": "EUR",
        "interval": interval,
        "terms": {"amount": amount},
    }


def publish(person: Person, curator: Person, offer: dict[str, Any]) -> dict[str, Any]:
    """Submit the offer, have it approved; gives the version that is live."""
    version = person.post(f"offers/{offer['id']}/submission")
    return curator.post(f"listing-versions/{version['id']}/decision", {"outcome": "approve"}, expect=200)


def unique(word: str) -> str:
    """A name nobody has taken in this stack."""
    return f"{word} {uuid4().hex[:6]}"
