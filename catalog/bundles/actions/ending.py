"""Taking a bundle off sale, for a time or for good. Who holds it keeps it, by the terms it was sold under."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.events import BundleRetired, BundleWithdrawn
from catalog.bundles.models import BEFORE_SALE, BUNDLE_MOVES, Bundle, BundleVersion
from core.actors import Actor
from core.events.recording import record

RAN_OUT = "A partner withdrew its consent, and the notice is over."


@transaction.atomic
def withdraw_bundle(*, bundle: Bundle, reason: str, actor: Actor, at: datetime) -> Bundle:
    """Sell a bundle no more for the time being; a newly published version brings it back. Raises IllegalMove."""
    return _withdraw(lock_bundle(bundle.pk), reason, actor=actor, at=at)


@transaction.atomic
def end_run_out(*, bundle: Bundle, actor: Actor, at: datetime) -> Bundle | None:
    """Withdraw a bundle whose notice is over. Returns None, and does nothing, for any other.

    It may run any number of times and at once with itself and with staff: whoever holds the bundle at this moment is
    not waited for, and the next look finds what is still to do. What was sold runs on by the version it was sold as;
    `on_break` says there what follows when a part ends.
    """
    found = Bundle.objects.run_out(at).filter(pk=bundle.pk).select_for_update(of=("self",), skip_locked=True).first()
    return found and _withdraw(found, RAN_OUT, actor=actor, at=at)


@transaction.atomic
def retire_bundle(*, bundle: Bundle, reason: str, actor: Actor, at: datetime) -> Bundle:
    """Sell a bundle never again; what is being worked on is dropped. Raises IllegalMove when it is retired already."""
    bundle = lock_bundle(bundle.pk)
    shown = _end(bundle, "retired", at=at)
    for version in BundleVersion.objects.filter(bundle=bundle, state__in=BEFORE_SALE):
        move_version(bundle, version, "dropped", ended_at=at)
    record(BundleRetired(bundle_id=bundle.pk, bundle_version_id=shown, reason=reason), actor=actor, at=at)
    return bundle


def _withdraw(bundle: Bundle, reason: str, *, actor: Actor, at: datetime) -> Bundle:
    shown = _end(bundle, "withdrawn", at=at)
    record(BundleWithdrawn(bundle_id=bundle.pk, bundle_version_id=shown, reason=reason), actor=actor, at=at)
    return bundle


def _end(bundle: Bundle, to: str, *, at: datetime) -> UUID | None:
    """Move a locked bundle off sale, and the version that was live with it. Returns that version, if there was one."""
    shown = bundle.current_id
    BUNDLE_MOVES.apply(Bundle.objects.filter(pk=bundle.pk), to=to, current=None, ended_at=at)
    bundle.state, bundle.current, bundle.ended_at = to, None, at
    if shown is not None:
        move_version(bundle, BundleVersion.objects.get(pk=shown), "withdrawn", ended_at=at)
    return shown
