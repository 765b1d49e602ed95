"""Taking a bundle off sale, for a time or for good. Who holds it keeps it."""

from datetime import datetime

from django.db import transaction

from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.events import BundleRetired, BundleWithdrawn
from catalog.bundles.models import BEFORE_SALE, BUNDLE_MOVES, Bundle, BundleVersion
from core.actors import Actor
from core.events.recording import record


@transaction.atomic
def withdraw_bundle(*, bundle: Bundle, reason: str, actor: Actor, at: datetime) -> Bundle:
    """Sell a bundle no more for the time being; a newly published version brings it back. Raises IllegalMove."""
    bundle = _end(bundle, "withdrawn", at=at)
    record(BundleWithdrawn(bundle_id=bundle.pk, reason=reason), actor=actor, at=at)
    return bundle


@transaction.atomic
def retire_bundle(*, bundle: Bundle, reason: str, actor: Actor, at: datetime) -> Bundle:
    """Sell a bundle never again; what is being worked on is dropped. Raises IllegalMove when it is retired already."""
    bundle = _end(bundle, "retired", at=at)
    for version in BundleVersion.objects.filter(bundle=bundle, state__in=BEFORE_SALE):
        move_version(bundle, version, "dropped", ended_at=at)
    record(BundleRetired(bundle_id=bundle.pk, reason=reason), actor=actor, at=at)
    return bundle


def _end(bundle: Bundle, to: str, *, at: datetime) -> Bundle:
    bundle = lock_bundle(bundle.pk)
    shown = bundle.current_id
    BUNDLE_MOVES.apply(Bundle.objects.filter(pk=bundle.pk), to=to, current=None, ended_at=at)
    bundle.state, bundle.current, bundle.ended_at = to, None, at
    if shown is not None:
        move_version(bundle, BundleVersion.objects.get(pk=shown), "withdrawn", ended_at=at)
    return bundle
