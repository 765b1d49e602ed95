"""Is the process alive, and is everything it needs there?"""

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.web.models import Heartbeat

log = structlog.get_logger(__name__)

WORKER = "worker"
# Six beats: a worker that is busy with one long task is not yet a dead one.
LONGEST_SILENCE = timedelta(seconds=30)


class NotReadyError(Exception):
    """Something the product needs is not there; the text says what was found instead."""


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer as long as the process lives; whoever restarts processes asks this."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when every check of `READINESS_CHECKS` passes, else 503 with the names of what is missing."""
    checks = {name: _outcome(name, import_string(path)) for name, path in settings.READINESS_CHECKS.items()}
    missing = [name for name, outcome in checks.items() if outcome != "ok"]
    if missing:
        return JsonResponse({"status": "not ready", "missing": missing, "checks": checks}, status=503)
    return JsonResponse({"status": "ready", "missing": [], "checks": checks})


def database_answers() -> None:
    """Pass when the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def worker_is_alive() -> None:
    """Pass when beat, broker and a worker together wrote the heartbeat lately. Raises NotReadyError otherwise."""
    last = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()
    if last is None:
        raise NotReadyError("No worker has reported yet.")
    if (silence := clock.now() - last) > LONGEST_SILENCE:
        raise NotReadyError(f"No worker has reported for {silence.total_seconds():.0f} s.")


def _outcome(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except NotReadyError as missing:
        return str(missing)
    except Exception as error:
        log.warning("not_ready", check=name, exc_info=error)
        # The reason may name hosts and accounts; it goes to the log, not to whoever asks.
        return "unavailable"
    return "ok"
