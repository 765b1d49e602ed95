"""Generated requests, good and bad, against the running server: no 5xx, and no answer that the document lacks.

`SCHEMATHESIS_EXAMPLES=200 make test tests=tests/contract` looks longer, and at other requests each time.
"""

import os
from pathlib import Path

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.demo.cast import CUSTOMER, PARTNER, PASSWORD, STAFF
from tests.contract.known import EVERY_VERSION, Known
from tests.stack import Stack

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/api/openapi.yaml"
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# It would end the people of the demo one by one; tests/core/accounts erases people of its own.
ENDS_THE_CALLER = "/api/v1/me/erasure"
# Gunicorn's own word on request lines beyond its limit; it never reaches the API.
TOO_LONG_FOR_THE_SERVER = 414

known = Known()
schema = schemathesis.openapi.from_path(DOCUMENT).exclude(path=ENDS_THE_CALLER)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
schema.config.phases.coverage.enabled = bool(EXAMPLES)


@schema.hook
def map_path_parameters(context, path_parameters):
    return known.path_parameters(context.operation.path, path_parameters) if path_parameters else path_parameters


@schema.hook
def map_headers(context, headers):
    if context.operation.method == "patch" and headers is not None and "If-Match" not in headers:
        headers["If-Match"] = EVERY_VERSION
    return headers


@schema.hook
def map_body(context, body):
    return known.body(body)


@pytest.fixture(scope="module")
def callers(running_product: Stack) -> dict[str, requests.Session]:
    """Sign in the people of the demo, and look round with their eyes."""
    running_product.manage("load_demo")
    sessions = {"anonymous": requests.Session()}
    for email in (PARTNER, CUSTOMER, STAFF):
        with httpx.Client(base_url=running_product.base_url, timeout=30) as http:
            answer = http.post("/_allauth/app/v1/auth/login", json={"email": email, "password": PASSWORD})
            token = answer.json()["meta"]["session_token"]
            http.headers["X-Session-Token"] = token
            known.learn(http)
        sessions[email] = requests.Session()
        sessions[email].headers["X-Session-Token"] = token
    return sessions


@schema.parametrize()
@settings(
    max_examples=int(EXAMPLES or 4),
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate] if not EXAMPLES else [Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_the_server_keeps_to_its_document(case, live_stack, callers):
    for session in callers.values():
        answer = case.call(base_url=live_stack.base_url, session=session)
        if answer.status_code != TOO_LONG_FOR_THE_SERVER:
            case.validate_response(answer, checks=CHECKS)
