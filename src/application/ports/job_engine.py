"""Whoever sees to it that jobs are run."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Protocol

from domain.transcription_job import JobId, Progress


class JobEngine(Protocol):
    """Jobs are handed over by id and run elsewhere: in this process, in another, or in Temporal."""

    @abstractmethod
    async def submit(self, job_id: JobId) -> None:
        """Have a job that is queued run, soon. Submitting it twice runs it once."""

    @abstractmethod
    async def wait(self, job_id: JobId) -> None:
        """Return once the job has ended, however it ended. Giving up waiting stops nothing.

        Raises ServiceStoppingError as soon as this service is told to stop: the job is kept, and
        goes on when the service is started again.
        """

    @abstractmethod
    def watch(self, job_id: JobId) -> AsyncIterator[Progress]:
        """How far it has come, whenever that changes, until it has ended or the service stops."""
