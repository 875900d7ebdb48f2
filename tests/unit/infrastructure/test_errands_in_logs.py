"""Whose work a line of the log is about, in whatever thread it is written."""

import asyncio
import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Final
from uuid import UUID

import pytest

from application.errand import Errand, on_errand
from domain.transcription_job import JobId
from infrastructure.errand_threads import ErrandThreads
from infrastructure.logging import configure_logging
from infrastructure.variables.watching import LogFormat, LogLevel

JOB: Final = JobId(UUID(int=7))
LOG: Final = logging.getLogger("adapters.test_errands")


@pytest.fixture
def lines(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What a server writes in the form that the test names."""
    root, ours = logging.getLogger(), logging.getLogger("adapters")
    before = list(root.handlers), root.level, ours.level
    form = getattr(request, "param", LogFormat.TEXT)
    configure_logging(LogLevel.INFO, form=form)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = StringIO()
    handler.setStream(written)
    yield written
    root.handlers[:], level, of_ours = before
    root.setLevel(level)
    ours.setLevel(of_ours)


def test_a_line_about_nobodys_work_is_as_it_was(lines: StringIO) -> None:
    LOG.info("ready")
    assert lines.getvalue().endswith(" INFO    ready\n")


def test_a_line_says_at_its_end_whose_it_is(lines: StringIO) -> None:
    with on_errand(Errand(request_id="r-1", job_id=JOB)):
        LOG.info("working")
    assert lines.getvalue().endswith(f" working [job {JOB} request r-1]\n")


def test_a_stack_trace_comes_after_whose_it_is(lines: StringIO) -> None:
    with on_errand(Errand(request_id="r-1")):
        LOG.error("broken", exc_info=ValueError())
    first, second = lines.getvalue().splitlines()
    assert first.endswith("broken [request r-1]")
    assert second == "ValueError"


async def test_threads_know_whose_work_they_do(lines: StringIO) -> None:
    with ErrandThreads(1) as outer, ErrandThreads(1) as inner:

        def work(name: str) -> None:
            inner.submit(LOG.info, "heard by %s", name).result()

        loop = asyncio.get_running_loop()
        with on_errand(Errand(request_id="first")):
            one = loop.run_in_executor(outer, work, "one")
        with on_errand(Errand(request_id="second")):
            two = loop.run_in_executor(outer, work, "two")
        await asyncio.gather(one, two, loop.run_in_executor(outer, work, "nobody"))
    told = lines.getvalue()
    assert "heard by one [request first]" in told
    assert "heard by two [request second]" in told
    assert "heard by nobody\n" in told


@pytest.mark.parametrize("lines", [LogFormat.JSON], indirect=True)
def test_json_has_an_object_a_line(lines: StringIO) -> None:
    LOG.info("ready", extra={"status": 200})
    with on_errand(Errand(request_id="r-1", job_id=JOB)):
        LOG.warning("größer als %d", 3)
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first.pop("time") < second.pop("time")
    assert first == {
        "level": "INFO",
        "logger": "adapters.test_errands",
        "message": "ready",
        "status": 200,
    }
    assert second == {
        "level": "WARNING",
        "logger": "adapters.test_errands",
        "message": "größer als 3",
        "request_id": "r-1",
        "job_id": str(JOB),
    }


@pytest.mark.parametrize("lines", [LogFormat.JSON], indirect=True)
def test_json_keeps_a_stack_trace_in_its_line(lines: StringIO) -> None:
    LOG.error("broken", exc_info=ValueError())
    (line,) = lines.getvalue().splitlines()
    assert "ValueError" in json.loads(line)["exc_info"]
