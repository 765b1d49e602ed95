"""Putting a bundle together, and changing it as long as nobody has been asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.events import BundleChanged, BundleDrafted
from catalog.bundles.models import BEFORE_SALE, BUNDLE_MOVES, FIELDS, Bundle, BundleVersion, Part
from catalog.bundles.queries import title_of
from catalog.bundles.refusals import NotADraft, PartNotForSale, SlugTaken, VersionInWork
from catalog.listings.queries import SellablePlan, sellable_plans
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, PreconditionFailed
from partners.organisations.models import Partner


@transaction.atomic
def draft_bundle(*, slug: str, content: Mapping[str, Any], actor: Actor, at: datetime) -> BundleVersion:
    """Begin a bundle: only staff see it until its partners are asked.

    `content` has any of `FIELDS`, and `parts`. Raises Invalid and SlugTaken.
    """
    bundle = Bundle(slug=slug, created_at=at)
    Bundle.objects.bulk_create([bundle], ignore_conflicts=True)
    if not Bundle.objects.filter(pk=bundle.pk).exists():
        raise SlugTaken(f"There is a bundle at “{slug}” already, and it keeps its address. Choose another one.")
    return _new_version(bundle, number=1, content=content, actor=actor, at=at)


@transaction.atomic
def change_draft(
    *, draft: BundleVersion, version: int, changes: Mapping[str, Any], actor: Actor, at: datetime
) -> BundleVersion:
    """Change a draft: any of `FIELDS`, and `parts`, which replaces them all.

    `version` is the one the change is based on; it is compared and set in one statement. Raises Invalid, NotADraft and
    PreconditionFailed.
    """
    lock_bundle(draft.bundle_id)
    written = BundleVersion.objects.filter(pk=draft.pk, state="draft", version=version)
    if not written.update(version=F("version") + 1, **_plain({key: changes[key] for key in FIELDS if key in changes})):
        draft.refresh_from_db()
        if draft.state != "draft":
            raise NotADraft(
                f"Version {draft.number} is “{draft.state}” and stays as it is. Begin the next version with"
                f" POST /api/v1/bundles/{draft.bundle_id}/versions."
            )
        raise PreconditionFailed("Load it again, look at what has changed, and send your change with the new ETag.")
    if "parts" in changes:
        _set_parts(draft, changes["parts"])
    _check_partners(changes.get("terms", ()))
    draft.refresh_from_db()
    fact = BundleChanged(bundle_id=draft.bundle_id, bundle_version_id=draft.pk, fields=sorted(changes))
    record(fact, actor=actor, at=at)
    return draft


@transaction.atomic
def revise_bundle(*, bundle: Bundle, actor: Actor, at: datetime) -> BundleVersion:
    """Begin the next version, with what the newest one says. One that is proposed or agreed is dropped for it.

    What is live stays live until the new version is published. Raises VersionInWork while there is a draft, and
    IllegalMove once the bundle is retired.
    """
    bundle = lock_bundle(bundle.pk)
    if bundle.state == "retired":
        BUNDLE_MOVES.apply(Bundle.objects.filter(pk=bundle.pk), to="draft")
    newest = BundleVersion.objects.filter(bundle=bundle).order_by("-number")[0]
    if newest.state == "draft":
        raise VersionInWork(
            f"Version {newest.number} is a draft. Change that one: PATCH /api/v1/bundle-versions/{newest.pk}.",
            bundle_version=str(newest.pk),
        )
    if newest.state in BEFORE_SALE:
        move_version(bundle, newest, "dropped", ended_at=at)
    if bundle.state in BEFORE_SALE and bundle.state != "draft":
        BUNDLE_MOVES.apply(Bundle.objects.filter(pk=bundle.pk), to="draft")
    content = {field: getattr(newest, field) for field in FIELDS}
    draft = _new_version(bundle, number=newest.number + 1, content=content, actor=actor, at=at)
    Part.objects.bulk_create(
        Part(
            version=draft,
            **{field: getattr(part, field) for field in ("plan_id", "price_id", "partner_id", "title")},
            **{field: getattr(part, field) for field in ("role", "group", "sold_alone", "position")},
        )
        for part in newest.parts.all()
    )
    return draft


def _new_version(
    bundle: Bundle, *, number: int, content: Mapping[str, Any], actor: Actor, at: datetime
) -> BundleVersion:
    said = _plain({field: content[field] for field in FIELDS if field in content})
    version = BundleVersion.objects.create(bundle=bundle, number=number, created_at=at, **said)
    _set_parts(version, content.get("parts", ()))
    _check_partners(content.get("terms", ()))
    record(BundleDrafted(bundle_id=bundle.pk, bundle_version_id=version.pk, number=number), actor=actor, at=at)
    return version


def _set_parts(version: BundleVersion, parts: Sequence[Mapping[str, Any]]) -> None:
    """Write the parts in place of those there are, at the prices of the live listings. Raises Invalid."""
    Part.objects.filter(version=version).delete()
    sold = sellable_plans([part["plan"] for part in parts])
    _refuse_parts(parts, sold)
    Part.objects.bulk_create(
        Part(
            version=version,
            plan_id=part["plan"],
            price_id=sold[part["plan"]].price_id,
            partner_id=sold[part["plan"]].partner_id,
            title=title_of(sold[part["plan"]]),
            role=part["role"],
            group=part.get("group", ""),
            sold_alone=part.get("sold_alone", True),
            position=position,
        )
        for position, part in enumerate(parts)
    )


def _refuse_parts(parts: Sequence[Mapping[str, Any]], sold: Mapping[UUID, SellablePlan]) -> None:
    errors, seen = [], set[UUID]()
    for at, part in enumerate(parts):
        if part["plan"] not in sold:
            sentence = "No live listing has this plan. Take the ids of plans from GET /api/v1/listings/{slug}."
            errors.append({"pointer": f"/parts/{at}/plan", "code": "not-for-sale", "detail": sentence})
        elif part["plan"] in seen:
            sentence = "This plan is in the bundle already. Name it once."
            errors.append({"pointer": f"/parts/{at}/plan", "code": "duplicate-plan", "detail": sentence})
        seen.add(part["plan"])
    if errors:
        raise Invalid("Some parts cannot be taken; “errors” names each one and what to do.", errors=errors)


def _check_partners(terms: Sequence[Mapping[str, Any]]) -> None:
    """Raise Invalid for terms with a partner that there is not, or two of one."""
    named = [str(one["partner"]) for one in terms]
    known = {str(pk) for pk in Partner.objects.filter(pk__in=named).values_list("pk", flat=True)}
    errors = [
        {
            "pointer": f"/terms/{at}/partner",
            "code": "unknown-reference" if partner not in known else "duplicate-partner",
            "detail": "There is no such partner." if partner not in known else "There are terms for it already.",
        }
        for at, partner in enumerate(named)
        if partner not in known or partner in named[:at]
    ]
    if errors:
        raise Invalid("Some terms cannot be taken; “errors” names each one.", errors=errors)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said as JSON keeps it: identifiers and numbers as text."""
    return {
        field: [_plain_object(one) for one in value] if isinstance(value, list | tuple) else value
        for field, value in values.items()
    }


def _plain_object(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, str | int) else str(value) for name, value in said.items()
    }


def set_prices_of_today(draft: BundleVersion) -> None:
    """Take over what the live listings ask now. Raises PartNotForSale for a plan that is not on sale any more."""
    rows = list(Part.objects.filter(version=draft))
    sold = sellable_plans([row.plan_id for row in rows])
    gone = [row for row in rows if row.plan_id not in sold]
    if gone:
        named = "; ".join(row.title for row in gone)
        raise PartNotForSale(
            f"Not on sale any more: {named}. Take them out of the draft.", plans=[str(row.plan_id) for row in gone]
        )
    for row in rows:
        row.price_id, row.title = sold[row.plan_id].price_id, title_of(sold[row.plan_id])
    Part.objects.bulk_update(rows, ["price_id", "title"])
