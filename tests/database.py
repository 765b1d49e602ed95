"""One migrated database per state of the migrations; each test process works on a quickly made copy."""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.embedded import locks


def fresh_database(worker: str) -> Iterator[str]:
    """Make a database for this process, point Django at it, and drop it afterwards."""
    original = connection.settings_dict["NAME"]
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    with locks.alone(Path(settings.VAR_DIR) / "template.lock"):
        template = _template()
    name = f"test_{os.getpid()}_{worker}"
    _drop(name)
    _sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _use(name)
    try:
        yield name
    finally:
        _use(original)
        _drop(name)


def _template() -> str:
    """Give the migrated database for the code as it is, making it when there is none."""
    name = f"template_{_fingerprint()}"
    existing = _names()
    for other in existing:
        if _is_left_over(other, keep=name):
            _drop(other)
    if name in existing:
        return name
    unfinished = f"{name}_new"
    _sql(f'CREATE DATABASE "{unfinished}"')
    original = connection.settings_dict["NAME"]
    _use(unfinished)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    finally:
        _use(original)
    _sql(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        spec = find_spec(f"{config.name}.migrations")
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for path in sorted(Path(folder).glob("*.py")):
                digest.update(path.name.encode() + path.read_bytes())
        # Content types and permissions come from the models as they are.
        models = Path(config.path) / "models.py"
        digest.update(models.read_bytes() if models.exists() else b"")
    return digest.hexdigest()[:16]


def _is_left_over(name: str, keep: str) -> bool:
    """Tell a template of older code, an unfinished one, or the copy of a test process that was killed."""
    if re.fullmatch(r"template_[0-9a-f]{16}(_new)?", name):
        return name != keep
    copy = re.fullmatch(r"test_(\d+)_\w+", name)
    return bool(copy) and not Path(f"/proc/{copy[1]}").exists()


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _sql(statement: str) -> list[tuple]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _names() -> list[str]:
    return [name for (name,) in _sql("SELECT datname FROM pg_database")]


def _drop(name: str) -> None:
    # Another process may have dropped it, or be making it.
    with contextlib.suppress(Exception):
        _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
