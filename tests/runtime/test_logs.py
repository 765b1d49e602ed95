"""What goes wrong is logged with its place, and without the values that were at hand."""

import io
import logging
import logging.config

import pytest
import structlog

from config import logs


@pytest.fixture
def _logging_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)
    logging.config.dictConfig(logs.configure(level="WARNING", as_json=False))
    structlog.configure(**before)


@pytest.mark.usefixtures("_logging_as_before")
@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_names_the_place_and_holds_no_values(as_json):
    into = io.StringIO()
    config = logs.configure(level="WARNING", as_json=as_json)
    config["handlers"]["stdout"]["stream"] = into
    logging.config.dictConfig(config)

    def sign_in(password):
        raise ValueError("no such account")

    try:
        sign_in("correct horse battery staple")
    except ValueError as error:
        structlog.get_logger("tests.logs").error("refused", exc_info=error)
    assert "no such account" in into.getvalue()
    assert "in sign_in" in into.getvalue() or '"name": "sign_in"' in into.getvalue()
    assert "battery staple" not in into.getvalue().replace('sign_in("correct horse battery staple")', "")
