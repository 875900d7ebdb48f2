"""What has been heard of jobs that are not done: for those who read along."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.transcript import Segment
from domain.transcription_job import JobId


class HeardSegments(Protocol):
    """Part of a unit of work. Segments of a job are numbered from 0, without a gap."""

    @abstractmethod
    async def put(self, job_id: JobId, heard: Mapping[int, Segment]) -> None:
        """By their numbers. A number that is kept already stays what it is, since it may have been
        told. Raises JobNotFoundError."""

    @abstractmethod
    async def of(self, job_id: JobId, *, start: int = 0) -> Sequence[Segment]:
        """From that number on, in order."""

    @abstractmethod
    async def remove(self, job_id: JobId) -> None:
        """Removing what is not there is not an error."""
