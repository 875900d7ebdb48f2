"""In which order waiting jobs are taken: who is served first, and that nobody is served alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from domain.audio_clip import OwnerId
from domain.transcription_job import JobId, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingJob:
    """As much of a queued job as its turn depends on."""

    id: JobId
    owner: OwnerId
    priority: Priority
    requested_at: datetime
    not_before: datetime | None = None
    is_suspect: bool = False
    duration: float = 0.0
    """Seconds of sound."""

    def is_ready(self, *, now: datetime) -> bool:
        return self.not_before is None or self.not_before <= now


def in_fair_order(
    waiting: Sequence[WaitingJob], running: Mapping[OwnerId, int]
) -> Sequence[WaitingJob]:
    """Interactive before batch; within each, owners take turns, those first of whom the fewest
    jobs are running; each owner's own jobs in the order in which they came."""
    served = Counter(running)
    ordered: list[WaitingJob] = []
    for priority in Priority:
        of_owner = _queues([job for job in waiting if job.priority is priority])
        while of_owner:
            owner = min(of_owner, key=lambda each: (served[each], _age(of_owner[each][-1])))
            ordered.append(of_owner[owner].pop())
            served[owner] += 1
            if not of_owner[owner]:
                del of_owner[owner]
    return ordered


def first_in_line(waiting: Sequence[WaitingJob]) -> Sequence[WaitingJob]:
    """Each owner's oldest job of each priority: whoever else waits, one of these is taken next."""
    first: dict[tuple[OwnerId, Priority], WaitingJob] = {}
    for job in sorted(waiting, key=_age):
        first.setdefault((job.owner, job.priority), job)
    return list(first.values())


def _queues(jobs: Sequence[WaitingJob]) -> dict[OwnerId, list[WaitingJob]]:
    """Each owner's jobs, the oldest at the end."""
    queues: dict[OwnerId, list[WaitingJob]] = {}
    for job in sorted(jobs, key=_age, reverse=True):
        queues.setdefault(job.owner, []).append(job)
    return queues


_age = attrgetter("requested_at", "id")
