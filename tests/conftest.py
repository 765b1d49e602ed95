"""What every test may ask for."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.test import TestCase
from pytest_django.plugin import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from config.embedded import client
from tests.database import fresh_database
from tests.stack import Stack, running_stack

# What a machine is busy with beside the tests says nothing about the code. A gate gives the same answer twice; to look
# for examples nobody thought of, run with HYPOTHESIS_PROFILE=explore.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

STARTS_PROCESSES = (
    "tests/journeys/",
    "tests/browser/",
    "tests/faults/",
    "tests/runtime/test_stack.py",
    "tests/runtime/test_launch.py",
)


class OneRunningProduct(LoadScopeScheduling):
    """Sends every test that starts real processes to one worker, first of all; any other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return "the running product" if nodeid.startswith(STARTS_PROCESSES) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneRunningProduct:
    """Take the place of `--dist loadgroup`, which pytest-xdist 3.8 does not keep to under pytest 9.2."""
    return OneRunningProduct(config, log)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment, django_db_blocker) -> Iterator[None]:
    """Give this process a migrated database of its own; a server is started when `DATABASE_URL` names none."""
    client.ensure()
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        databases = fresh_database(worker)
        next(databases)
    yield
    with django_db_blocker.unblock():
        next(databases, None)


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what fixtures of the module's scope write until its last test; each test's own writes are undone before.

    What they make is given to tests as copies. It is not for modules with tests that commit (`transaction=True`).
    """
    with django_db_blocker.unblock():
        # What Django does around the tests of a class.
        atomics = TestCase._enter_atomics()
        yield
        TestCase._rollback_atomics(atomics)


@pytest.fixture(scope="session")
def running_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Give the one running product of this session."""
    # What tests want looked at are servers of their own.
    with running_stack(tmp_path_factory.mktemp("stack"), OUTGOING_ALLOWED_NETWORKS="127.0.0.0/8") as stack:
        yield stack


@pytest.fixture
def live_stack(running_product: Stack) -> Stack:
    """Give the running product, up again should the test before have left it broken."""
    for child, start in (
        (running_product.web, running_product.start_web),
        (running_product.worker, running_product.start_worker),
    ):
        if child.process is None or child.process.poll() is not None:
            start()
    running_product.wait_ready()
    return running_product
