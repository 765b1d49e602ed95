from copy import deepcopy

import pytest

from tests.factories.bundles import three_to_bundle


@pytest.fixture(scope="module")
def made(for_the_module):
    return three_to_bundle()


@pytest.fixture
def listings(made, db):
    """Live listings of three partners who may be bundled."""
    return deepcopy(made)
