"""Lines of the log where a person looks on."""

import logging
from io import StringIO
from typing import Final

from rich.console import Console

from infrastructure.logging import ConsoleHandler

NARROW: Final = 20


def test_a_line_stays_as_it_is_however_narrow_the_terminal() -> None:
    screen = StringIO()
    log = ConsoleHandler(Console(file=screen, width=NARROW, force_terminal=True))
    log.handle(logging.makeLogRecord({"msg": "talk [red].wav has 2 tracks; the first was taken"}))
    assert screen.getvalue() == "talk [red].wav has 2 tracks; the first was taken\n"
