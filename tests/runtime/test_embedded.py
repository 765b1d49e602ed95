"""The embedded server as its users meet it: each test starts real processes on a data folder of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.embedded import locks
from config.embedded.address import CHECKOUT, LONGEST_SOCKET_PATH, SOCKET_NAME, SUPERUSER, Place
from config.embedded.client import Membership

USER = """
import sys, time
from config.embedded import client
client.ensure()
print("joined", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "var")
    yield place
    if not locks.is_free(place.supervisor_lock):
        os.kill(supervisor_of(place), signal.SIGTERM)
        wait_until(lambda: locks.is_free(place.supervisor_lock))


@pytest.fixture
def join(place):
    """Starts processes that use the server until they are told to end."""
    started = []

    def start(**env):
        process = subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=CHECKOUT,
            env={**environment(), "GUICHET_VAR": str(place.var), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def environment():
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def joined(process):
    line = process.stdout.readline().strip()
    assert line == "joined", process.stderr.read()
    return process


def ask(place, query, role="guichet"):
    with psycopg.connect(place.url(role=role), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else None


def postmaster_of(place):
    return int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])


def supervisor_of(place):
    return int(place.supervisor_lock.read_text())


def leave(process, place):
    """End a user in good order and spare the test the grace the supervisor gives."""
    process.communicate("\n")
    os.kill(supervisor_of(place), signal.SIGUSR1)
    wait_until(lambda: locks.is_free(place.supervisor_lock))


def wait_until(condition, seconds=15.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def answers(place):
    with contextlib.suppress(psycopg.OperationalError):
        return ask(place, "SELECT 1") == [(1,)]
    return False


def gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_the_first_start_makes_everything_and_the_second_finds_it(place, join):
    begun = time.monotonic()
    first = joined(join())
    ask(place, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    ask(place, "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; CREATE EXTENSION btree_gist")
    assert ask(place, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    leave(first, place)
    assert not place.socket_dir.exists()
    assert locks.is_free(place.server_lock)

    joined(join())
    assert ask(place, "SELECT n FROM kept") == [(7,)]
    assert time.monotonic() - begun < 20


def test_processes_that_come_at_once_share_one_server_and_the_last_one_to_go_takes_it_along(place, join):
    users = [join() for _ in range(3)]
    for user in users:
        joined(user)
    server = postmaster_of(place)
    users[0].kill()
    users[1].communicate("\n")
    time.sleep(2.5)
    assert answers(place), "one user is left"
    assert postmaster_of(place) == server
    users[2].kill()
    wait_until(lambda: gone(server))


def test_a_killed_postmaster_comes_back_with_what_was_committed(place, join):
    joined(join())
    ask(place, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    server = postmaster_of(place)
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: answers(place) and postmaster_of(place) != server)
    assert ask(place, "SELECT n FROM kept") == [(7,)]


def test_a_killed_supervisor_takes_the_server_along_and_the_next_user_starts_anew(place, join):
    joined(join())
    server = postmaster_of(place)
    os.kill(supervisor_of(place), signal.SIGKILL)
    wait_until(lambda: gone(server))
    joined(join())
    assert answers(place)
    assert postmaster_of(place) != server


def test_everything_killed_at_once_recovers(place, join):
    user = joined(join())
    ask(place, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    for pid in (supervisor_of(place), postmaster_of(place), user.pid):
        os.kill(pid, signal.SIGKILL)
    joined(join())
    assert ask(place, "SELECT n FROM kept") == [(7,)]


def test_a_pid_file_that_names_a_zombie_does_not_pass_for_a_server(place, join):
    user = joined(join())
    leave(user, place)
    zombie = subprocess.Popen(["true"])
    wait_until(lambda: gone(zombie.pid))
    (place.data / "postmaster.pid").write_text(f"{zombie.pid}\n{place.data}\n0\n5432\n\n\n")
    joined(join())
    assert postmaster_of(place) != zombie.pid
    zombie.wait()


def test_a_first_start_that_was_killed_half_way_leaves_no_half_made_cluster(place, join):
    place.home.mkdir(parents=True)
    (place.home / "new-half").mkdir()
    (place.home / "new-half" / "PG_VERSION").write_text("18")
    joined(join())
    assert answers(place)
    assert not list(place.home.glob("new-*"))


def test_a_checkout_with_a_long_path_gets_a_short_socket(tmp_path):
    place = Place(tmp_path / ("long-" * 20) / "var")
    assert len(str(place.socket_dir / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    member = Membership(place)
    member.join()
    try:
        assert answers(place)
        assert place.socket_dir.stat().st_mode & 0o777 == 0o700
    finally:
        member.leave(wait=True)
    assert not place.socket_dir.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets closed folders this way")
def test_root_can_use_a_checkout_that_lies_where_only_root_can_go(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = Place(closed / "var")
    member = Membership(place)
    member.join()
    try:
        assert ask(place, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
        assert ask(place, "SHOW data_directory", role=SUPERUSER) == [(str(place.data),)]
    finally:
        member.leave(wait=True)


def test_without_postgresql_one_sentence_says_what_to_do(place, join, tmp_path):
    user = join(POSTGRES_BIN=str(tmp_path))
    _, said = user.communicate()
    last = said.strip().splitlines()[-1]
    assert f"No PostgreSQL 15 or later was found in POSTGRES_BIN ({tmp_path})" in last
    assert "DATABASE_URL" in last


def test_data_of_another_version_is_refused_with_both_versions_named(place, join):
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text("12\n")
    _, said = join().communicate()
    assert "The data was written by PostgreSQL 12, but only PostgreSQL " in said


def test_database_url_wins(place, join):
    joined(join(DATABASE_URL="postgresql://nobody@nowhere/none"))
    assert not place.home.exists()
