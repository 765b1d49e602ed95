"""Viruses in uploads, with real sockets that speak clamd's INSTREAM, and clamd itself where it is installed."""

import contextlib
import io
import os
import shutil
import socket
import struct
import subprocess
import threading
import time

import pytest

from core.storage import actions
from core.storage.models import UploadState
from core.storage.refusals import Infected, ScannerDown
from core.storage.viruses import ScannerUnavailable, virus_in
from tests.core.storage import samples

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Takes INSTREAM as clamd(8) describes it, and finds b"VIRUS"."""

    def __init__(self, *, limit=25_000_000, answer=None):
        self.limit, self.answer, self.scanned = limit, answer, []

    def __call__(self, connection):
        command = self._exactly(connection, 10)
        assert command == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self._exactly(connection, 4))[0]:
            content += self._exactly(connection, length)
            if len(content) > self.limit:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.scanned.append(content)
        found = b"stream: Test.Virus-1 FOUND\0" if b"VIRUS" in content else b"stream: OK\0"
        connection.sendall(found if self.answer is None else self.answer)

    @staticmethod
    def _exactly(connection, length):
        data = b""
        while len(data) < length:
            piece = connection.recv(length - len(data))
            if not piece:
                raise OSError("gone")
            data += piece
        return data


@contextlib.contextmanager
def listening(talk, path=None):
    listener = socket.create_server(("127.0.0.1", 0)) if path is None else socket.socket(socket.AF_UNIX)
    if path is not None:
        listener.bind(str(path))
        listener.listen()

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection = listener.accept()[0]
                with connection, contextlib.suppress(OSError):
                    talk(connection)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}" if path is None else f"unix://{path}"
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def file_of(content, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)
    return path.open("rb")


@pytest.mark.parametrize(
    "content",
    [
        EICAR,
        EICAR + b" \r\n",
        samples.PDF + EICAR,
        b"a" * (2**18 - 30) + EICAR + b"b" * 2**18,
        samples.docx(("word/media/a.bin", b"a" * (2**18 - 3) + EICAR)),
    ],
    ids=["alone", "with blanks", "in a PDF", "across pieces", "packed"],
)
def test_the_test_file_is_recognised_without_any_scanner(content, tmp_path):
    with file_of(content, tmp_path) as file:
        assert virus_in(file, clamd_url="") == "EICAR test file"


def test_what_is_clean_is_clean(tmp_path):
    for content in (b"", samples.PDF, samples.docx(), EICAR[:-1], b"PK\x03\x04 no archive"):
        with file_of(content, tmp_path) as file:
            assert virus_in(file, clamd_url="") == ""


def test_clamd_is_sent_every_byte_and_believed(tmp_path):
    clamd, content = Clamd(), os.urandom(700_000)
    with listening(clamd) as url:
        with file_of(content, tmp_path) as file:
            assert virus_in(file, clamd_url=url) == ""
        with file_of(content + b"VIRUS", tmp_path) as file:
            assert virus_in(file, clamd_url=url) == "Test.Virus-1"
    assert clamd.scanned == [content, content + b"VIRUS"]


def test_clamd_is_reached_by_a_unix_socket_too(tmp_path):
    with listening(Clamd(), tmp_path / "clamd.ctl") as url, file_of(b"VIRUS", tmp_path) as file:
        assert virus_in(file, clamd_url=url) == "Test.Virus-1"


@pytest.mark.parametrize(
    "talk",
    [Clamd(limit=10), Clamd(answer=b""), Clamd(answer=b"UNKNOWN COMMAND\0"), lambda connection: None],
    ids=["too large for it", "hangs up", "something else", "nothing"],
)
def test_no_verdict_is_no_clean_verdict(talk, tmp_path):
    with listening(talk) as url, file_of(os.urandom(500_000), tmp_path) as file, pytest.raises(ScannerUnavailable):
        virus_in(file, clamd_url=url)


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl", "clamd:3310", "http://localhost"])
def test_a_scanner_that_is_not_there_gives_no_verdict(url, tmp_path):
    with file_of(b"x", tmp_path) as file, pytest.raises(ScannerUnavailable):
        virus_in(file, clamd_url=url)


def put(upload, content):
    actions.store().put(upload.incoming_key, io.BytesIO(content), size=len(content), content_type=upload.content_type)


def complete(upload):
    return actions.complete_upload(upload=upload, actor=samples.SYSTEM, at=samples.clock.now())


@pytest.mark.django_db(transaction=True)
def test_an_upload_with_a_virus_is_not_kept_and_a_clean_one_may_follow(organisation):
    bad, good = EICAR.ljust(80), b"clean".ljust(80)
    upload = samples.asked(organisation, bad, content_type="text/plain")
    put(upload, bad)
    with pytest.raises(Infected, match="EICAR test file"):
        complete(upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.AWAITING
    put(upload, good)
    assert complete(upload).state == UploadState.STORED


@pytest.mark.django_db(transaction=True)
def test_while_the_scanner_is_down_an_upload_stays_open(organisation, settings):
    upload = samples.asked(organisation, samples.PDF)
    put(upload, samples.PDF)
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(ScannerDown):
        complete(upload)
    clamd = Clamd()
    with listening(clamd) as url:
        settings.CLAMD_URL = url
        assert complete(upload).state == UploadState.STORED
    assert clamd.scanned == [samples.PDF]


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed")
def test_the_real_clamd_finds_what_its_database_knows(tmp_path):
    database = tmp_path / "db"
    database.mkdir()
    (database / "own.ndb").write_text("Own.Test:0:*:" + b"VIRUS-OF-OURS".hex() + "\n")
    socket_path, config = tmp_path / "clamd.ctl", tmp_path / "clamd.conf"
    user = "" if os.getuid() else "User root\n"
    config.write_text(f"{user}LocalSocket {socket_path}\nDatabaseDirectory {database}\nForeground yes\n")
    with subprocess.Popen(["clamd", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as clamd:
        try:
            for _ in range(200):
                if socket_path.exists():
                    break
                time.sleep(0.05)
            with file_of(b"VIRUS-OF-OURS", tmp_path) as file:
                assert virus_in(file, clamd_url=f"unix://{socket_path}").startswith("Own.Test")
            with file_of(samples.PDF, tmp_path) as file:
                assert virus_in(file, clamd_url=f"unix://{socket_path}") == ""
        finally:
            clamd.terminate()
