import pytest

from tests.factories.bundles import listing_to_bundle


@pytest.fixture
def listings(db):
    """Live listings of three partners who may be bundled."""
    return [listing_to_bundle(name) for name in ("Ledger", "Vault", "Signet")]
