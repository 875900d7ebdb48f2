"""Whoever sees to it that jobs are run."""

from abc import abstractmethod
from typing import Protocol

from domain.transcription_job import JobId


class JobEngine(Protocol):
    """Jobs are handed over by id and run elsewhere: in this process, in another, or in Temporal.

    What becomes of them is told by the database, whichever engine it is.
    """

    @abstractmethod
    async def submit(self, job_id: JobId) -> None:
        """Have a job that is queued run, soon. Submitting it twice runs it once."""

    @abstractmethod
    async def cancel(self, job_id: JobId) -> None:
        """Have whoever runs a job stop, soon; that it is cancelled is recorded already."""
