"""What is remembered of a job's life."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.job_history import JobEvent
from domain.transcription_job import JobId


class JobHistory(Protocol):
    """Part of a unit of work. Nothing in it is ever changed; it goes with its job."""

    @abstractmethod
    async def add(self, event: JobEvent) -> None:
        """Under the next number of its job. Raises JobNotFoundError."""

    @abstractmethod
    async def of(self, job_id: JobId, *, after: int = 0) -> Sequence[JobEvent]:
        """The events with a greater number, in order."""
