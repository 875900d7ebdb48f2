"""How one part of this process tells another that something has happened to a job."""

from abc import abstractmethod
from datetime import timedelta
from typing import Protocol

from domain.transcription_job import JobId


class JobNews(Protocol):
    """Belongs to one event loop. Other processes are not heard of here: whoever waits looks at the
    database from time to time as well, which is what the time limits are for."""

    @abstractmethod
    def tell(self, job_id: JobId) -> None:
        """Wake whoever waits for news of that job, and whoever waits for work."""

    @abstractmethod
    async def of(self, job_id: JobId, *, at_most: timedelta) -> None:
        """Return when there is news of that job, or after that time.

        Raises ServiceStoppingError as soon as this process is told to stop.
        """

    @abstractmethod
    async def of_any(self, *, at_most: timedelta) -> None:
        """The same, for news of whichever job, and for one who waits: what was told since this
        last returned is not missed."""

    @abstractmethod
    def stop(self) -> None:
        """Keep nobody waiting any more."""
