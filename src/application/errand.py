"""On whose behalf the present work is done, for what tells of it: logs and traces.

It goes along in a context variable and not through every call, because engines and libraries log,
too, and know of neither requests nor jobs.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeAlias

from domain.transcription_job import JobId, TranscriptionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    request_id: str | None = None
    """The id of the request, as its answer says it."""
    job_id: JobId | None = None
    traceparent: str | None = None
    """The span that the work belongs to, as W3C Trace Context writes it."""


NOBODYS: Final = Errand()
_CURRENT: Final = ContextVar("errand", default=NOBODYS)

CurrentErrand: TypeAlias = Callable[[], Errand]
WorkingOn: TypeAlias = Callable[[TranscriptionJob], AbstractContextManager[object]]
"""Entered around the work on a job."""


def current_errand() -> Errand:
    return _CURRENT.get()


@contextmanager
def on_errand(errand: Errand) -> Iterator[None]:
    """Whatever is done inside is done for that; threads have to be told (`ErrandThreads`)."""
    before = _CURRENT.set(errand)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def working_on(job: TranscriptionJob) -> AbstractContextManager[None]:
    """The errand of a job, which is also that of the request which it came with."""
    return on_errand(Errand(request_id=job.request_id, job_id=job.id, traceparent=job.traceparent))
