"""Taking the job whose turn it is, and saying that one has it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from application.use_cases.jobs.keep_leases import HeldJob
from domain.audio_clip import AudioClip
from domain.job_lease import LEASE_LASTS
from domain.transcription_job import NOTHING_DONE, JobId, JobStatus, Priority, Progress, Stage
from tests.fakes.clips import GRACE
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import ELSEWHERE, HERE, a_job, a_lease


async def test_nothing_is_taken_where_nothing_waits(desk: JobDesk) -> None:
    assert await desk.take(beside=0) is None


async def test_a_job_that_is_taken_runs_here_for_as_long_as_it_is_said_so(
    desk: JobDesk, clip: AudioClip
) -> None:
    await desk.add(a_job(clip.id))
    job = await desk.taken()
    assert job == await desk.kept(job.id)
    assert (job.status, job.attempts, job.started_at) == (JobStatus.RUNNING, 1, NEW_YEAR)
    assert job.lease is not None
    assert (job.lease.runner, job.lease.expires_at) == (HERE, NEW_YEAR + LEASE_LASTS)
    assert await desk.take(beside=0) is None


async def test_jobs_are_taken_in_turn(desk: JobDesk, clip: AudioClip) -> None:
    first, second = a_job(clip.id), a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=1))
    other = a_job(clip.id, owner=GRACE, requested_at=NEW_YEAR + timedelta(seconds=2))
    later = a_job(clip.id, owner=GRACE, priority=Priority.BATCH)
    await desk.add(later, other, second, first)
    taken = [(await desk.taken()).id for _ in range(4)]
    assert taken == [first.id, other.id, second.id, later.id]


async def test_a_job_that_pauses_holds_up_nobody(
    desk: JobDesk, clock: FakeClock, clip: AudioClip
) -> None:
    pausing = replace(a_job(clip.id), not_before=NEW_YEAR + timedelta(seconds=5))
    ready = a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=1))
    await desk.add(pausing, ready)
    assert (await desk.taken()).id == ready.id
    assert await desk.take(beside=0) is None
    clock.advance(timedelta(seconds=5))
    assert (await desk.taken()).id == pausing.id


async def test_a_suspect_is_not_run_beside_others(desk: JobDesk, clip: AudioClip) -> None:
    suspect = a_job(clip.id).start(now=NEW_YEAR).requeue()
    await desk.add(suspect, a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=1)))
    assert await desk.take(beside=1) is None
    assert (await desk.taken()).id == suspect.id


async def test_a_lease_is_kept_with_how_far_the_job_has_come(
    desk: JobDesk, clock: FakeClock, clip: AudioClip
) -> None:
    await desk.add(a_job(clip.id))
    job = await desk.taken()
    assert job.lease is not None
    clock.advance(timedelta(seconds=20))
    halfway = Progress({Stage.TRANSCRIBE: 0.5})
    assert await desk.keep_leases({job.id: HeldJob(job.lease, halfway)}) == frozenset()
    kept = await desk.kept(job.id)
    assert kept.progress == halfway
    assert kept.lease == replace(job.lease, expires_at=clock.now() + LEASE_LASTS)


async def test_jobs_that_are_somebody_elses_by_now_are_told(desk: JobDesk, clip: AudioClip) -> None:
    names = ("cancelled", "taken over", "released", "deleted", "kept")
    await desk.add(*(a_job(clip.id) for _ in names))
    jobs = {name: await desk.taken() for name in names}
    held = {job.id: HeldJob(job.lease, NOTHING_DONE) for job in jobs.values() if job.lease}
    await desk.save(jobs["cancelled"].cancel(now=NEW_YEAR))
    await desk.save(replace(jobs["taken over"], lease=a_lease(ELSEWHERE)))
    await desk.save(jobs["released"].requeue())
    await desk.delete(clip.owner, jobs["deleted"].id)
    held[JobId(uuid4())] = HeldJob(a_lease(), NOTHING_DONE)
    assert await desk.keep_leases(held) == held.keys() - {jobs["kept"].id}
    assert (await desk.kept(jobs["cancelled"].id)).status is JobStatus.CANCELLED
