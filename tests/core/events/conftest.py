from collections.abc import Iterator

import pytest

from core import clock
from core.actors import Actor
from core.ids import uuid7
from tests.core.events.bell import Listener


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    Listener.reset()
    yield
    Listener.reset()


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def ada():
    return Actor("user", uuid7(), "Ada")
