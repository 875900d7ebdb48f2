"""Who waits for which job, in this process."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from domain.transcription_job import JobId


class JobAudience:
    """Belongs to one event loop."""

    def __init__(self) -> None:
        self._waiting: Counter[JobId] = Counter()

    @contextmanager
    def joined(self, job_id: JobId) -> Iterator[None]:
        self._waiting[job_id] += 1
        try:
            yield
        finally:
            self._waiting[job_id] -= 1
            if not self._waiting[job_id]:
                del self._waiting[job_id]

    def waits_for(self, job_id: JobId) -> bool:
        return job_id in self._waiting
