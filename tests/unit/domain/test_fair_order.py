"""Whose turn it is."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.audio_clip import OwnerId
from domain.fair_order import WaitingJob, first_in_line, in_fair_order
from domain.transcription_job import JobId, Priority
from tests.fakes.clock import NEW_YEAR

owners = st.sampled_from([OwnerId(name) for name in ("ada", "grace", "hedy", "joan")])
waiting_jobs = st.lists(
    st.builds(
        WaitingJob,
        id=st.uuids().map(JobId),
        owner=owners,
        priority=st.sampled_from(Priority),
        requested_at=st.integers(0, 5).map(lambda second: NEW_YEAR + timedelta(seconds=second)),
    ),
    unique_by=lambda job: job.id,
    max_size=30,
)
running_jobs = st.dictionaries(owners, st.integers(0, 5))


def of(owner: str, second: int, *, priority: Priority = Priority.BATCH) -> WaitingJob:
    return WaitingJob(
        id=JobId(UUID(int=second)),
        owner=OwnerId(owner),
        priority=priority,
        requested_at=NEW_YEAR + timedelta(seconds=second),
    )


def taken_from(waiting: Sequence[WaitingJob], **running: int) -> list[tuple[str, int]]:
    counts = {OwnerId(owner): count for owner, count in running.items()}
    return [(job.owner, job.id.int) for job in in_fair_order(waiting, counts)]


def test_owners_take_turns() -> None:
    waiting = [of("ada", 1), of("ada", 2), of("ada", 3), of("grace", 4), of("grace", 5)]
    assert taken_from(waiting) == [
        ("ada", 1),
        ("grace", 4),
        ("ada", 2),
        ("grace", 5),
        ("ada", 3),
    ]


def test_whoever_has_nothing_running_is_served_first() -> None:
    waiting = [of("ada", 1), of("ada", 2), of("grace", 3)]
    assert taken_from(waiting, ada=2) == [("grace", 3), ("ada", 1), ("ada", 2)]


def test_somebody_who_waits_is_served_before_what_has_time() -> None:
    waiting = [of("ada", 1), of("grace", 2, priority=Priority.INTERACTIVE)]
    assert taken_from(waiting, grace=5) == [("grace", 2), ("ada", 1)]


def test_a_job_is_ready_once_its_time_has_come() -> None:
    pausing = WaitingJob(
        id=JobId(UUID(int=1)),
        owner=OwnerId("ada"),
        priority=Priority.BATCH,
        requested_at=NEW_YEAR,
        not_before=NEW_YEAR + timedelta(seconds=5),
    )
    assert not pausing.is_ready(now=NEW_YEAR)
    assert pausing.is_ready(now=NEW_YEAR + timedelta(seconds=5))


@given(waiting_jobs, running_jobs)
def test_every_waiting_job_has_its_turn_once(
    waiting: list[WaitingJob], running: dict[OwnerId, int]
) -> None:
    assert Counter(job.id for job in in_fair_order(waiting, running)) == Counter(
        job.id for job in waiting
    )


@given(waiting_jobs, running_jobs)
def test_interactive_jobs_come_before_batch_jobs(
    waiting: list[WaitingJob], running: dict[OwnerId, int]
) -> None:
    ordered = in_fair_order(waiting, running)
    urgent = [*takewhile(lambda job: job.priority is Priority.INTERACTIVE, ordered)]
    assert all(job.priority is Priority.BATCH for job in ordered[len(urgent) :])


@given(waiting_jobs, running_jobs)
def test_nobody_is_served_before_one_who_waits_with_less(
    waiting: list[WaitingJob], running: dict[OwnerId, int]
) -> None:
    served, ordered = Counter(running), in_fair_order(waiting, running)
    for place, job in enumerate(ordered):
        others = {o.owner for o in ordered[place:] if o.priority is job.priority}
        assert served[job.owner] == min(served[owner] for owner in others)
        served[job.owner] += 1


@given(waiting_jobs, running_jobs)
def test_an_owners_own_jobs_keep_their_order(
    waiting: list[WaitingJob], running: dict[OwnerId, int]
) -> None:
    for owner in {job.owner for job in waiting}:
        for priority in Priority:
            own = [
                (job.requested_at, job.id)
                for job in in_fair_order(waiting, running)
                if (job.owner, job.priority) == (owner, priority)
            ]
            assert own == sorted(own)


@given(waiting_jobs, running_jobs)
def test_whoever_is_taken_next_is_first_in_line(
    waiting: Sequence[WaitingJob], running: dict[OwnerId, int]
) -> None:
    in_line = first_in_line(waiting)
    assert in_fair_order(in_line, running)[:1] == in_fair_order(waiting, running)[:1]
    assert len({(job.owner, job.priority) for job in in_line}) == len(in_line)
