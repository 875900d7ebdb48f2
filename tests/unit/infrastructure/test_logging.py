"""Lines of the log where a person looks on."""

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Final

import pytest
from rich.console import Console

from infrastructure.logging import ConsoleHandler, configure_logging
from infrastructure.variables.watching import LogLevel

NARROW: Final = 20


@pytest.fixture
def loggers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    names = ("adapters", "application", "infrastructure", "uvicorn.error", "python_multipart")
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.mark.usefixtures("loggers_as_before")
def test_a_clients_bad_form_is_no_matter_for_the_log() -> None:
    screen = StringIO()
    configure_logging(LogLevel.INFO, Console(file=screen, width=200))
    logging.getLogger("python_multipart.multipart").warning("Expected boundary character 45")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert "boundary" not in screen.getvalue()
    assert "Invalid HTTP request" in screen.getvalue()


def test_a_line_stays_as_it_is_however_narrow_the_terminal() -> None:
    screen = StringIO()
    log = ConsoleHandler(Console(file=screen, width=NARROW, force_terminal=True))
    log.handle(logging.makeLogRecord({"msg": "talk [red].wav has 2 tracks; the first was taken"}))
    assert screen.getvalue() == "talk [red].wav has 2 tracks; the first was taken\n"
