"""The main job, over HTTP against the running server: onboarding, offers, catalogue, one subscription, one invoice."""

from decimal import Decimal

import pytest

from tests.journeys import partners as p
from tests.journeys.people import Program, Visitor, eventually, new_person, new_staff

pytestmark = pytest.mark.journey


def test_a_partner_is_onboarded_and_a_customer_gets_one_invoice(live_stack):
    visitor = Visitor(live_stack)
    reviewer, curator = new_staff(live_stack, "Rosa", "vetting"), new_staff(live_stack, "Carl", "catalogue")
    live_stack.manage("load_demo")

    # Requirements are published: readable before registering.
    published = visitor.get("rule-books/partner/requirements")["results"]
    assert len(published) >= 5
    assert {p.accepts(r)["kind"] for r in published} >= {"file", "declaration", "vat_id", "terms", "contact_email"}

    # A partner registers and sees what is due, and who must act.
    ada = new_person(live_stack, "Ada")
    name = p.unique("Atelier Nord")
    partner = p.register(ada, name, "FR")
    application = ada.post("applications", {"partner": partner["id"], "programme": "partner"})
    entries = p.board(ada, application)
    assert {r["key"] for r in published} == entries.keys()
    asked = {key: e for key, e in entries.items() if e["status"] != "not_applicable"}
    assert all(e["awaiting_action_from"] == "partner" and e["next_step"] for e in asked.values())

    # Who does not meet the requirements cannot publish, and is told what is missing.
    product = p.unique("Ledgerwise")
    offer = p.draft_offer(
        ada,
        partner,
        product,
        p.plan("solo", "flat", "19.90"),
        p.plan("team", "per_seat", "7.35"),
        p.plan("yearly", "per_seat", "75.00", "year"),
    )
    refusal = ada.post(f"offers/{offer['id']}/submission", expect=409)
    assert {m["key"] for m in refusal["missing"]} == {k for k, e in asked.items() if "list_public" in e["blocks"]}

    # A VAT id that is wrong is answered at once; a right one too.
    vat_key = next(key for key, e in entries.items() if p.accepts(e)["kind"] == "vat_id")
    wrong = ada.post(
        f"applications/{application['id']}/requirements/{vat_key}/evidence",
        {"kind": "vat_id", "vat_id": "FR00404833048"},
    )
    assert wrong["status"] == "action_required"
    assert wrong["findings"][0]["fix"]
    p.confirm_contact(ada, partner)
    p.meet_requirements(ada, partner, application, "FR")
    waiting = p.waiting_for(reviewer, application)
    file_key = next(key for key, e in entries.items() if p.accepts(e)["kind"] == "file")
    assert file_key in waiting
    assert p.board(ada, application)[vat_key]["status"] == "satisfied"
    assert p.board(ada, application)[file_key]["awaiting_action_from"] == "platform"

    # A person refuses with a finding that names the requirement; the partner mends it.
    finding = {
        "code": "document_too_old",
        "observed": "The extract was issued on 3 March 2024.",
        "expected": "An extract issued within the last twelve months.",
        "fix": "Order a new extract and upload all its pages.",
    }
    p.decide(reviewer, application, file_key, "refuse", finding)
    entry = p.board(ada, application)[file_key]
    assert entry["awaiting_action_from"] == "partner"
    assert entry["findings"][0]["fix"] == finding["fix"]
    assert entry["findings"][0]["key"] == file_key
    refusal = ada.post(f"offers/{offer['id']}/submission", expect=409)
    assert file_key in {m["key"] for m in refusal["missing"]}
    p.meet_requirements(ada, partner, application, "FR")
    for key in p.waiting_for(reviewer, application):
        p.decide(reviewer, application, key, "accept")
    assert ada.get(f"applications/{application['id']}")["state"] == "vetted"

    # The offer is submitted, approved, listed; changing it makes a new version.
    live = p.publish(ada, curator, offer)
    listing = eventually(lambda: _found(visitor, product))
    assert listing["name"] == product
    slug = listing["slug"]
    ada.patch(f"offers/{offer['id']}", {"summary": "Now with a phone app"})
    assert "phone app" not in visitor.get(f"listings/{slug}")["summary"]
    second = p.publish(ada, curator, offer)
    assert second["number"] == live["number"] + 1
    assert "phone app" in visitor.get(f"listings/{slug}")["summary"]

    # Customers find it: by a mistyped word, by category, partner and price.
    assert eventually(lambda: _found(visitor, product.replace("Ledgerwise", "Ledgerwize")))["slug"] == slug
    assert slug in _slugs(visitor, category="accounting", q=product)
    assert slug in _slugs(visitor, partner=listing["partner"]["slug"])
    assert slug not in _slugs(visitor, partner=listing["partner"]["slug"], price_max="1.00")

    # Two more partners publish; a customer puts plans of all three into one subscription.
    plans = {visitor.get(f"listings/{slug}")["plans"][1]["id"]: 3}
    for person_name, country, amount in [("Ben", "DE", "4.05"), ("Cleo", "NL", "11.11")]:
        seller = new_person(live_stack, person_name)
        other = p.vetted_partner(seller, reviewer, p.unique(f"{person_name} Works"), country)
        made = p.draft_offer(seller, other, p.unique("Part"), p.plan("seat", "per_seat", amount))
        p.publish(seller, curator, made)
        plans[seller.get(f"offers/{made['id']}/plans")["results"][0]["id"]] = 7

    buyer = new_person(live_stack, "Dora")
    organisation = buyer.post("organisations", {"name": p.unique("Menuiserie Dora"), "country": "FR"})
    customer = buyer.post(
        "customers",
        {
            "organisation": organisation["id"],
            "name": "Menuiserie Dora",
            "billing_email": buyer.email,
            "currency": "EUR",
            "zone": "Europe/Paris",
            "street": "1 rue du Bois",
            "postcode": "44000",
            "city": "Nantes",
            "country": "FR",
        },
    )
    basket = {
        "customer": customer["id"],
        "items": [{"plan": plan, "quantity": quantity} for plan, quantity in plans.items()],
    }
    preview = buyer.post("subscriptions/preview", basket, expect=200)
    assert len({line["partner"]["id"] for line in preview["lines"]}) == 3
    net = sum(Decimal(line["net"]["amount"]) for line in preview["lines"])
    assert net == 3 * Decimal("7.35") + 7 * Decimal("4.05") + 7 * Decimal("11.11")
    assert Decimal(preview["total"]["amount"]) == net + Decimal(preview["tax"]["amount"])

    stale = buyer.post("subscriptions", {**basket, "expected_total": {"amount": "1.00", "currency": "EUR"}}, expect=409)
    assert stale["detail"]
    order = {**basket, "expected_total": preview["total"]}
    subscription = buyer.post("subscriptions", order, key="order-1")
    assert buyer.post("subscriptions", order, key="order-1") == subscription

    # One invoice, a line per item, each naming its partner, equal to the preview to the cent.
    (summary,) = eventually(lambda: buyer.get("invoices")["results"])
    invoice = buyer.get(f"invoices/{summary['id']}")
    assert [line["net"] for line in invoice["lines"]] == [line["net"] for line in preview["lines"]]
    assert [line["partner"] for line in invoice["lines"]] == [line["partner"] for line in preview["lines"]]
    assert invoice["total"] == preview["total"]
    assert invoice["tax_lines"] == preview["tax_lines"]
    assert invoice["tax_lines"][0]["rate"] in ("20", "20.0", "20.00")
    assert len(buyer.get("subscriptions")["results"]) == 1

    # Every step has left a fact, and each thing tells its story to those who may hear it.
    assert ada.history(f"applications/{application['id']}")[0] == "vetting.application_opened"
    assert "vetting.partner_vetted" in ada.history(f"applications/{application['id']}")
    assert "listings.listing_published" in ada.history(f"offers/{offer['id']}")
    assert buyer.history(f"subscriptions/{subscription['id']}")[0] == "subscriptions.subscription_started"
    assert buyer.history(f"invoices/{invoice['id']}")[0] == "billing.invoice_issued"
    for foreign in (f"subscriptions/{subscription['id']}", f"invoices/{invoice['id']}", f"customers/{customer['id']}"):
        ada.get(foreign, expect=404)
        ada.get(f"{foreign}/history", expect=404)


def test_a_program_of_an_organisation_works_within_its_scopes(live_stack):
    eve = new_person(live_stack, "Eve")
    partner = p.register(eve, p.unique("Eve Works"), "BE")
    organisation = partner["organisation"]
    client = eve.post(
        f"organisations/{organisation}/api-clients",
        {"name": "release robot", "scopes": ["partner:read", "offers:read", "offers:write"]},
    )
    listed = eve.get(f"organisations/{organisation}/api-clients")["results"]
    assert "secret" not in listed[0]

    robot = Program(live_stack, client, client["secret"], "partner:read", "offers:write")
    assert [found["id"] for found in robot.get("partners")["results"]] == [partner["id"]]
    offer = p.draft_offer(robot, partner, p.unique("Robotic"), p.plan("solo", "flat", "1.00"))
    assert robot.get("offers", expect=403)["code"] == "insufficient-scope"
    assert eve.get(f"offers/{offer['id']}")["id"] == offer["id"]

    eve.delete(f"organisations/{organisation}/api-clients/{client['id']}")
    robot.get("partners", expect=401)


def _found(visitor: Visitor, words: str):
    results = visitor.get("listings", q=words)["results"]
    return results[0] if results else None


def _slugs(visitor: Visitor, **filters: str) -> list[str]:
    return [listing["slug"] for listing in visitor.get("listings", **filters)["results"]]
