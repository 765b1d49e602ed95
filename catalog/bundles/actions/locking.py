"""One thing at a time for each bundle."""

from typing import Any
from uuid import UUID

from catalog.bundles.models import BEFORE_SALE, BUNDLE_MOVES, VERSION_MOVES, Bundle, BundleVersion


def lock_bundle(bundle_id: UUID) -> Bundle:
    """Hold the bundle's row until the transaction ends, and return it as it is now.

    Whatever happens to a bundle, its versions and agreements queues here: partners who answer, and staff who publish.
    """
    return Bundle.objects.select_for_update().get(pk=bundle_id)


def move_version(bundle: Bundle, version: BundleVersion, to: str, **updates: Any) -> None:  # noqa: ANN401
    """Move a version of a locked bundle, and the bundle with it until it is first published. Raises IllegalMove."""
    VERSION_MOVES.apply(BundleVersion.objects.filter(pk=version.pk), to=to, **updates)
    version.state = to
    for field, value in updates.items():
        setattr(version, field, value)
    if bundle.state in BEFORE_SALE and to in BEFORE_SALE and bundle.state != to:
        BUNDLE_MOVES.apply(Bundle.objects.filter(pk=bundle.pk), to=to)
        bundle.state = to
