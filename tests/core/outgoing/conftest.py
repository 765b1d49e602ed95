import pytest
import trustme

from core.outgoing.addresses import read_networks
from core.outgoing.targets import Reach
from tests.servers import client_context


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture
def inside(authority):
    """The reach of an operator that opened the loopback network and trusts its own authority."""
    return Reach(opened=read_networks(["127.0.0.0/8", "::1/128"]), tls=lambda: client_context(authority))
