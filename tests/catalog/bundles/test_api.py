"""Bundles over REST: staff, partners, and everybody."""

import pytest

from catalog.bundles.models import Agreement, Bundle, BundleVersion
from core.accounts.roles import Role, StaffRole
from tests.factories import bundles as make
from tests.factories import partners as people
from tests.factories.catalog import live_listing, plan_of
from tests.partners.conftest import Api, problem

MONTHLY = {"currency": "EUR", "interval": "month"}


@pytest.fixture
def nobody(db):
    return Api()


@pytest.fixture
def owners(listings):
    """The owner of each partner's organisation."""
    return [Api(people.seat(in_=listing.partner.organisation).user) for listing in listings]


def body(listings, **fields):
    return {
        "slug": "office",
        "name": "Office",
        "name_fr": "Bureau",
        "parts": [
            {"plan": str(plan_of(listing, "flat").pk), "role": "choice", "group": "tools"} for listing in listings
        ],
        "groups": [{"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 2, "most": 3}],
        "prices": [{**MONTHLY, "kind": "fixed", "value": "20.00"}],
        "terms": [{"partner": str(listing.partner_id), "share_kind": "percent", "share": "80"} for listing in listings],
        **fields,
    }


def test_from_draft_to_live_with_three_partners(curator, owners, nobody, listings):
    drafted = curator.post("bundles", body(listings, terms=[]))
    assert drafted.status_code == 201
    version = f"bundle-versions/{drafted.json()['id']}"
    bundle = f"bundles/{drafted.json()['bundle']}"
    problem(nobody.get(bundle), 404, "not-found")
    refused = problem(curator.post(f"{version}/proposal"), 422, "bundle-incomplete")
    assert {error["code"] for error in refused["errors"]} == {"no-terms"}
    seen = curator.get(version)
    changed = curator.patch(version, {"terms": body(listings)["terms"]}, if_match=seen["ETag"])
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    (simulated,) = curator.post(f"{version}/simulation").json()["results"]
    assert (simulated["selections"], simulated["is_all"], simulated["stops"]) == (4, True, False)
    assert simulated["cheapest"]["price"] == {"amount": "20.00", "currency": "EUR"}
    assert curator.post(f"{version}/proposal").json()["state"] == "proposed"
    for owner in owners:
        (asked,) = owner.get("agreements?state=asked").json()["results"]
        assert asked["agreed_to"]["share"] == {"kind": "percent", "value": "80"}
        problem(curator.post(f"{version}/publication"), 409, "bundle-consent-missing")
        assert owner.post(f"agreements/{asked['id']}/answer", {"outcome": "accept"}).json()["state"] == "accepted"
    assert curator.post(f"{version}/publication").json()["state"] == "live"
    shown = nobody.get(bundle).json()
    assert (shown["name"], len(shown["parts"]), shown["groups"][0]["sentence"]) == ("Office", 3, "2 to 3")
    assert shown["parts"][0]["partner"]["name"] == "Ledger Works"
    assert nobody.get("bundles").json()["results"] == [shown]
    assert Api(None, **{"accept-language": "fr"}).get(bundle).json()["name"] == "Bureau"
    wishes = [{"plan": part["plan"]} for part in shown["parts"]]
    priced = nobody.post(f"{bundle}/price", {**MONTHLY, "parts": wishes}).json()
    assert [priced[name]["amount"] for name in ("list_price", "saving", "price")] == ["37.50", "17.50", "20.00"]
    assert "platform" not in str(priced)
    refused = problem(nobody.post(f"{bundle}/price", {**MONTHLY, "parts": wishes[:1]}), 422, "selection-not-possible")
    assert refused["detail"] == "Of “Tools” choose at least 2; you have chosen 1."
    story = [fact["type"] for fact in curator.get(f"{bundle}/history").json()["results"]]
    assert (story[0], story[-1]) == ("bundles.bundle_drafted", "bundles.bundle_published")


def test_a_partner_declines_with_a_reason_and_sees_what_is_new(curator, owners, listings):
    version = make.proposed(listings)
    asked = make.agreement_of(version, listings[0].partner)
    answer = f"agreements/{asked.pk}/answer"
    problem(owners[0].post(answer, {"outcome": "decline"}), 422, "validation-failed")
    problem(owners[0].post(answer, {"outcome": "accept", "reason": "If."}), 422, "validation-failed")
    assert owners[0].post(answer, {"outcome": "decline", "reason": "Too cheap."}).json()["reason"] == "Too cheap."
    refused = problem(curator.post(f"bundle-versions/{version.pk}/publication"), 409, "bundle-consent-missing")
    assert [one["name"] for one in refused["missing"]] == ["Ledger Works", "Vault Works", "Signet Works"]
    make.accept_all(version)
    assert owners[0].post(answer, {"outcome": "accept"}).json()["version_state"] == "agreed"
    assert curator.post(f"bundle-versions/{version.pk}/publication").status_code == 200
    draft = curator.post(f"bundles/{version.bundle_id}/versions").json()
    terms = [make.terms(listing.partner, share="75" if listing is listings[0] else "80") for listing in listings]
    curator.patch(f"bundle-versions/{draft['id']}", {"terms": terms}, if_match='"1"')
    states = [one["state"] for one in curator.post(f"bundle-versions/{draft['id']}/proposal").json()["agreements"]]
    assert states == ["asked", "accepted", "accepted"]
    (new,) = owners[0].get("agreements?state=asked").json()["results"]
    assert new["changes"] == [
        "your share: “80% of the price of its parts” before, “75% of the price of its parts” now."
    ]


def test_consent_is_withdrawn_with_a_notice(owners, listings):
    bundle = make.live_bundle(listings)
    agreement = make.agreement_of(bundle.current, listings[0].partner)
    path = f"agreements/{agreement.pk}/withdrawal"
    problem(owners[0].post(path, {}), 422, "validation-failed")
    answer = owners[0].post(path, {"reason": "We stop."}).json()
    assert answer["state"] == "withdrawn"
    assert answer["sales_end_at"] == owners[0].get(f"bundles/{bundle.pk}").json()["sales_end_at"]
    problem(owners[0].post(path, {"reason": "Again."}), 409, "agreement-not-open")


def test_only_owners_and_admins_answer_and_only_for_their_own(curator, stranger, nobody, listings):
    version = make.proposed(listings)
    agreement = make.agreement_of(version, listings[0].partner)
    path = f"agreements/{agreement.pk}"
    where = listings[0].partner.organisation
    for role in (Role.DEVELOPER, Role.BILLING, Role.SUPPORT, Role.VIEWER):
        person = Api(people.seat(role, in_=where).user)
        assert person.get(path).status_code == 200
        problem(person.post(f"{path}/answer", {"outcome": "accept"}), 403, "role-insufficient")
    problem(curator.post(f"{path}/answer", {"outcome": "accept"}), 403, "role-insufficient")
    problem(stranger.get(path), 404, "not-found")
    problem(stranger.post(f"{path}/answer", {"outcome": "accept"}), 404, "not-found")
    problem(nobody.get(path), 401)
    assert Agreement.objects.get(pk=agreement.pk).state == "asked"
    admin = Api(people.seat(Role.ADMIN, in_=where).user)
    assert admin.post(f"{path}/answer", {"outcome": "accept"}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "Not A Slug"},
        {"name": ""},
        {"parts": [{"plan": "x", "role": "fixed"}]},
        {"parts": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "role": "fixed"}]},
        {"parts": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "role": "main"}]},
        {"groups": [{"code": "a b", "name": "x", "least": 0, "most": 1}]},
        {"groups": [{"code": "a", "name": "x", "least": -1, "most": 1}]},
        {"prices": [{**MONTHLY, "kind": "percent", "value": "-5"}]},
        {"prices": [{**MONTHLY, "currency": "XXX", "kind": "percent", "value": "5"}]},
        {"prices": [{**MONTHLY, "kind": "percent"}]},
        {"terms": [{"partner": "01981f3e-7c00-7000-8000-000000000021", "share_kind": "percent", "share": "1"}]},
        {"discount_borne_by": "customer"},
        {"state": "live"},
    ],
    ids=str,
)
def test_a_draft_is_read_strictly(curator, change):
    answer = curator.post("bundles", {"slug": "office", "name": "Office", **change})
    problem(answer, 422, "validation-failed")
    assert not Bundle.objects.exists()


def test_an_old_etag_does_not_overwrite(curator, listings):
    draft = make.draft(listings)
    path = f"bundle-versions/{draft.pk}"
    problem(curator.patch(path, {"name": "One"}), 428, "precondition-required")
    assert curator.patch(path, {"name": "One"}, if_match='"1"').status_code == 200
    problem(curator.patch(path, {"name": "Two"}, if_match='"1"'), 412, "precondition-failed")
    assert BundleVersion.objects.get().name == "One"


def test_a_bundle_is_begun_once_by_key(curator, listings):
    sent = [curator.post("bundles", body(listings), idempotency_key="once") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[1]["Idempotency-Replayed"] == "true"
    assert Bundle.objects.count() == 1


@pytest.mark.parametrize(("count", "page"), [(1, ""), (4, ""), (4, "?page_size=2")])
def test_lists_cost_as_many_queries_however_long(listings, count, page, django_assert_max_num_queries):
    for _ in range(count):
        make.live_bundle(listings)
    owner = people.seat(in_=listings[0].partner.organisation).user
    asked = {
        "bundles": (Api(), 4),
        "agreements": (Api(owner), 6),
        "bundle-versions": (Api(people.reviewer(StaffRole.CATALOGUE)), 6),
    }
    for path, (api, most) in asked.items():
        with django_assert_max_num_queries(most, info=path):
            found = api.get(f"{path}{page}").json()["results"]
        assert len(found) == (2 if page else count)


def test_a_bundle_that_lacks_a_needed_part_is_left_out(curator, nobody, listings):
    bundle = make.live_bundle(listings)
    api = Api(people.seat(in_=listings[0].partner.organisation).user)
    api.post(f"listings/{listings[0].slug}/withdrawal")
    assert nobody.get("bundles").json()["results"] == []
    problem(nobody.get(f"bundles/{bundle.pk}"), 404, "not-found")
    priced = nobody.post(f"bundles/{bundle.pk}/price", {**MONTHLY, "parts": []})
    problem(priced, 409, "bundle-not-sold")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {**MONTHLY, "parts": "x"},
        {**MONTHLY, "parts": [{"plan": "x"}]},
        {**MONTHLY, "parts": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "quantity": 0}]},
        {**MONTHLY, "parts": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "quantity": "1"}]},
        {**MONTHLY, "interval": "week", "parts": []},
        {**MONTHLY, "parts": [], "customer": "x"},
    ],
    ids=str,
)
def test_a_selection_is_read_strictly(nobody, listings, sent):
    bundle = make.live_bundle(listings)
    problem(nobody.post(f"bundles/{bundle.pk}/price", sent), 422, "validation-failed")


@pytest.mark.parametrize("verb", ["withdrawal", "retirement"])
def test_a_bundle_is_taken_off_sale(curator, nobody, listings, verb):
    bundle = make.live_bundle(listings)
    answer = curator.post(f"bundles/{bundle.pk}/{verb}", {"reason": "End."})
    assert answer.json()["state"] == {"withdrawal": "withdrawn", "retirement": "retired"}[verb]
    problem(nobody.get(f"bundles/{bundle.pk}"), 404, "not-found")
    problem(curator.post(f"bundles/{bundle.pk}/{verb}"), 409, "illegal-move")


def test_unknown_states_are_named(curator):
    problem(curator.get("bundle-versions?state=gone"), 422, "validation-failed")
    problem(curator.get("agreements?state=gone"), 422, "validation-failed")


def test_seats_are_counted(nobody):
    seats = [live_listing(make.bundled_partner(f"{name} Ltd"), name=name) for name in ("One", "Two")]
    parts = [make.part(plan_of(listing, "team")) for listing in seats]
    bundle = make.live_bundle(seats, parts=parts)
    wishes = [{"plan": str(part["plan"]), "quantity": 3} for part in parts]
    answer = nobody.post(f"bundles/{bundle.pk}/price", {**MONTHLY, "parts": wishes})
    assert answer.json()["price"]["amount"] == "21.60"
