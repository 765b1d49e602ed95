"""The story of `make run`, from the first look at the port to the last process."""

import contextlib
import io
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

import django
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import connections

from config.embedded import address, client, identity, locks
from config.embedded.failures import EmbeddedServerError
from config.launch import commands, ports
from config.launch.children import Child, Undertaker
from config.launch.steps import line, step

READY_SECONDS = 90.0
LOOK_EVERY = 0.3
WHERE_TO_LOOK = [
    ("catalogue", "/catalog/"),
    ("what partners show", "/rules/partner/"),
    ("API, to read and try", "/api/docs/"),
    ("staff admin", "/staff/"),
    ("is it ready?", "/readyz"),
]


class LaunchError(Exception):
    """The house cannot be opened; the text says why and what to do."""


def main() -> int:
    """Open the house and keep it open until Ctrl-C."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _listen_to_signals()
    begun = time.monotonic()
    try:
        ports.check_free(host, port)
        with _only_one_per_checkout(), _children() as children:
            sign_ins = _prepare()
            _open(children, port)
            _welcome(port, sign_ins, time.monotonic() - begun)
            _keep_open(children)
    except KeyboardInterrupt:
        line("stopped", "nothing is left running")
        return 0
    except (EmbeddedServerError, LaunchError, ports.PortTakenError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


class _Children(list[Child]):
    undertaker: Undertaker


@contextlib.contextmanager
def _children() -> Iterator[_Children]:
    """Give the list of processes to be started; whatever happens, none of them is left."""
    children = _Children()
    children.undertaker = Undertaker()
    try:
        yield children
    finally:
        # A second Ctrl-C must not cut the clearing up short.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print(flush=True)
        with step("stopping", "ending what was started") as outcome:
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
            connections.close_all()
            client.leave()
            children.undertaker.dismiss()
            outcome("everything that was started")


@contextlib.contextmanager
def _only_one_per_checkout() -> Iterator[None]:
    var = address.var_dir()
    var.mkdir(parents=True, exist_ok=True)
    lock = locks.open_lock(var / "run.lock")
    try:
        if not locks.try_exclusive(lock):
            raise LaunchError(f"The marketplace already runs out of {var}. Stop it first, or use another checkout.")
        yield
    finally:
        os.close(lock)


def _prepare() -> str:
    """Bring database and demo data up to date; gives what the demo says about its sign-ins."""
    with step("database", "starting") as outcome:
        client.ensure()
        outcome("PostgreSQL in var/postgres" if address.in_use() else "the one DATABASE_URL names")
    with step("tables", "migrating") as outcome:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        call_command("prepare", verbosity=0)
        # What an earlier worker left must not pass for the one about to start.
        apps.get_model("web", "Heartbeat").objects.all().delete()
        outcome("up to date")
    said = io.StringIO()
    if "load_demo" in get_commands():
        with step("demo", "loading") as outcome:
            call_command("load_demo", verbosity=0, stdout=said)
            outcome("loaded")
    connections.close_all()
    return said.getvalue()


def _open(children: _Children, port: int) -> None:
    logs = address.var_dir() / "log"
    with step("processes", "starting web server and worker") as outcome:
        for name, command in (("web server", commands.web()), ("worker", commands.worker())):
            log = logs / f"{name.split()[0]}.log"
            log.unlink(missing_ok=True)
            children.append(Child(name, command, cwd=address.CHECKOUT, log=log, env=dict(os.environ)))
            children[-1].start()
            children.undertaker.know(children)
        _wait_until_ready(children, port)
        outcome(f"web server and worker are ready; logs in {logs}")


def _wait_until_ready(children: _Children, port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    missing = "the web server"
    while time.monotonic() < until:
        for child in children:
            if child.process and child.process.poll() is not None:
                last_words = "\n".join(child.log.read_text(errors="replace").splitlines()[-15:])
                raise LaunchError(f"The {child.name} ended before it was ready. The end of {child.log}:\n{last_words}")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            with contextlib.suppress(ValueError):
                missing = ", ".join(json.load(answer)["missing"])
        except OSError:
            pass
        time.sleep(LOOK_EVERY / 3)
    raise LaunchError(f"Not ready after {READY_SECONDS:.0f} s; missing: {missing}. Logs: {address.var_dir() / 'log'}")


def _welcome(port: int, sign_ins: str, seconds: float) -> None:
    print(f"\n  Guichet is open, {seconds:.1f} s after you asked.\n")
    for name, path in WHERE_TO_LOOK:
        print(f"    {name:<22} http://localhost:{port}{path}")
    print(f"\n{sign_ins.rstrip()}\n\n  Ctrl-C stops everything.".replace("\n\n\n", "\n"), flush=True)


def _keep_open(children: _Children) -> None:
    while True:
        time.sleep(LOOK_EVERY)
        for child in children:
            if child.look_after():
                children.undertaker.know(children)
                line(child.name, "runs again")
        # Cheap when all is well; brings the database back should its supervisor have been killed.
        with contextlib.suppress(EmbeddedServerError):
            client.ensure()


def _listen_to_signals() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    if os.environ.get("MAKELEVEL"):
        # When make is killed, nobody is left to press Ctrl-C.
        identity.die_with_parent(signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
