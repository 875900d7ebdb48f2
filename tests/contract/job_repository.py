"""What every JobRepository does."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.repositories import JobFilter, QueueTally
from application.ports.stage_results import SoundDecoded
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId, OwnerId
from domain.callback import Callback, CallbackStyle
from domain.fair_order import WaitingJob
from domain.past_run import PastRun
from domain.speaker import SpeakerCount
from domain.transcription_job import (
    NOTHING_DONE,
    Failure,
    JobId,
    JobKind,
    JobStatus,
    Priority,
    Progress,
    Stage,
    TranscriptionJob,
)
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import ADA, GRACE, a_clip, content
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import TINY, a_job, a_lease
from tests.fakes.transcripts import a_stored_transcript

_URL = "https://example.org/talk.wav?signature=secret"
_FAILURE = Failure(code="not-audio", detail="No sound.", advice="Send a file with sound.")


def _lives_of(job: TranscriptionJob) -> list[TranscriptionJob]:
    running = job.start(now=NEW_YEAR + timedelta(seconds=1), lease=a_lease())
    end = NEW_YEAR + timedelta(seconds=2)
    return [
        running,
        running.reached(running.progress.with_stage(Stage.TRANSCRIBE, 1 / 3)),
        running.succeed(now=end, warnings=("No speaker labels.",)),
        running.fail(_FAILURE, now=end),
        job.cancel(now=end),
        running.requeue(),
        running.try_again(not_before=end),
        running.wanted_by_more(priority=Priority.BATCH, detached=True),
    ]


def _is_active(job: TranscriptionJob) -> bool:
    return not job.status.is_final


def _seconds(count: float) -> datetime:
    return NEW_YEAR + timedelta(seconds=count)


class JobRepositoryContract:
    async def test_a_job_comes_back_in_whatever_state_it_was_saved(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.commit()
        for changed in _lives_of(job):
            async with unit_of_work() as uow:
                await uow.jobs.save(changed)
                assert await uow.jobs.get(job.id) == changed
                await uow.commit()
            async with unit_of_work() as uow:
                assert await uow.jobs.get(job.id) == changed

    async def test_jobs_that_wait_and_run_are_counted(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        old, older, running, ended = (
            a_job(clip.id, requested_at=_seconds(at)) for at in (20.0, 10.0, 0.0, 1.0)
        )
        async with unit_of_work() as uow:
            assert await uow.jobs.tally() == QueueTally(waiting=0, running=0, oldest_waiting=None)
            await uow.clips.add(clip)
            for job in (old, older, running, ended):
                await uow.jobs.add(job)
            await uow.jobs.save(running.start(now=NEW_YEAR, lease=a_lease()))
            await uow.jobs.save(ended.cancel(now=NEW_YEAR))
            told = await uow.jobs.tally()
        assert told == QueueTally(waiting=2, running=1, oldest_waiting=_seconds(10.0))

    async def test_all_that_was_asked_for_comes_back(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        asked = replace(
            a_job(clip.id, owner=GRACE, kind=JobKind.DIARIZATION, priority=Priority.BATCH),
            force=True,
            detached=True,
            callback=Callback("https://caller.example/done?x=1", CallbackStyle.TASK),
            request_id="r-1",
            traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            note={"file_name": "Gespräch 1.mp3", "nested": {"list": [1, None, True]}},
        )
        without_sound = a_job(None, kind=JobKind.COMBINATION)
        elsewhere = a_job(None, source_url=_URL)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (asked, without_sound, elsewhere):
                await uow.jobs.add(job)
            await uow.commit()
        async with unit_of_work() as uow:
            for job in (asked, without_sound, elsewhere):
                assert await uow.jobs.get(job.id) == job

    async def test_a_job_whose_recording_is_fetched_has_a_clip_from_then_on(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, options = a_clip(), TINY
        job = a_job(None, source_url=_URL)
        running = job.start(now=NEW_YEAR, lease=a_lease())
        async with unit_of_work() as uow:
            await uow.jobs.add(job)
            assert [each.duration for each in await uow.jobs.waiting()] == [0.0]
            await uow.jobs.save(running)
            assert await uow.jobs.find_active(clip.id, options) is None
            await uow.commit()
        async with unit_of_work() as uow:
            with pytest.raises(ClipNotFoundError):
                await uow.jobs.save(running.fetched(clip.id))
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.save(running.fetched(clip.id))
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.jobs.find_active(clip.id, options) == running.fetched(clip.id)
            await uow.clips.remove(clip.id)
            assert not await uow.jobs.exists(job.id)

    async def test_a_job_that_failed_may_never_have_had_a_clip(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        running = a_job(None, source_url=_URL).start(now=NEW_YEAR, lease=a_lease())
        failed = running.fail(_FAILURE, now=_seconds(1))
        async with unit_of_work() as uow:
            await uow.jobs.add(running)
            await uow.jobs.save(failed)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.jobs.get(failed.id) == failed
            page = await uow.jobs.page(ADA, JobFilter(), offset=0, limit=9)
            assert list(page.items) == [failed]
            assert list(await uow.jobs.recent_runs("tiny", limit=9)) == []
            assert list(await uow.jobs.ended_before(_seconds(2), limit=9)) == [failed.id]

    async def test_a_job_belongs_to_a_clip_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(ClipNotFoundError):
                await uow.jobs.add(a_job(ClipId(uuid4())))

    async def test_a_job_that_is_not_there_is_not_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            assert not await uow.jobs.exists(JobId(uuid4()))
            with pytest.raises(JobNotFoundError):
                await uow.jobs.get(JobId(uuid4()))
            with pytest.raises(JobNotFoundError):
                await uow.jobs.save(a_job(ClipId(uuid4())))

    async def test_an_active_job_is_found_by_its_very_options(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE)
        wanted = replace(TINY, speakers=SpeakerCount.of(exact=2, at_least=None, at_most=None))
        job = a_job(clip.id, options=wanted)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.add(other)
            await uow.jobs.add(job)
            await uow.jobs.add(a_job(clip.id, options=TranscriptionOptions(model="base")))
            equal = replace(TINY, speakers=SpeakerCount(2, 2))
            assert await uow.jobs.find_active(clip.id, equal) == job
            assert await uow.jobs.find_active(clip.id, TINY) is None
            assert await uow.jobs.find_active(other.id, wanted) is None

    async def test_a_job_is_active_until_it_ends(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            for changed in _lives_of(job):
                await uow.jobs.save(changed)
                found = await uow.jobs.find_active(clip.id, TINY)
                assert found == (changed if _is_active(changed) else None)
                running = [changed] if changed.status is JobStatus.RUNNING else []
                assert list(await uow.jobs.running()) == running
                waiting = [changed.id] if changed.status is JobStatus.QUEUED else []
                assert [each.id for each in await uow.jobs.waiting()] == waiting

    async def test_only_a_full_job_is_shared(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(a_job(clip.id, kind=JobKind.TRANSCRIPTION))
            assert await uow.jobs.find_active(clip.id, TINY) is None

    async def test_the_oldest_of_equal_jobs_is_shared(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        younger, older = (a_job(clip.id, requested_at=_seconds(s)) for s in (1, 0))
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(younger)
            await uow.jobs.add(older)
            assert await uow.jobs.find_active(clip.id, TINY) == older

    async def test_jobs_that_run_come_oldest_first_and_are_counted(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        owners = ((ADA, 2), (GRACE, 0), (ADA, 1))
        jobs = [
            a_job(clip.id, owner=owner, requested_at=_seconds(s)).start(now=NEW_YEAR)
            for owner, s in owners
        ]
        async with unit_of_work() as uow:
            assert dict(await uow.jobs.running_per_owner()) == {}
            await uow.clips.add(clip)
            for job in (*jobs, a_job(clip.id)):
                await uow.jobs.add(job)
            assert list(await uow.jobs.running()) == [jobs[1], jobs[2], jobs[0]]
            assert dict(await uow.jobs.running_per_owner()) == {ADA: 2, GRACE: 1}

    async def test_of_jobs_that_wait_all_is_known_that_their_turn_depends_on(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        urgent, without_sound = a_job(clip.id), a_job(None, kind=JobKind.COMBINATION)
        pausing = a_job(clip.id, owner=GRACE, priority=Priority.BATCH, requested_at=_seconds(1))
        pausing = pausing.start(now=NEW_YEAR).try_again(not_before=_seconds(5))
        suspect = a_job(clip.id).start(now=NEW_YEAR).requeue()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (urgent, without_sound, pausing, suspect):
                await uow.jobs.add(job)
            waiting = {each.id: each for each in await uow.jobs.waiting()}
        assert waiting == {
            job.id: WaitingJob(
                id=job.id,
                owner=job.owner,
                priority=job.priority,
                requested_at=job.requested_at,
                not_before=job.not_before,
                is_suspect=job is suspect,
                duration=0.0 if job is without_sound else clip.format.duration,
            )
            for job in (urgent, without_sound, pausing, suspect)
        }

    async def test_first_in_line_is_each_owners_oldest_of_each_priority_that_may_start(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()

        def asked(second: int, owner: OwnerId, priority: Priority) -> TranscriptionJob:
            return a_job(clip.id, owner=owner, priority=priority, requested_at=_seconds(second))

        urgent, later = (asked(second, ADA, Priority.INTERACTIVE) for second in (2, 3))
        pausing = asked(0, ADA, Priority.BATCH).start(now=NEW_YEAR)
        pausing = pausing.try_again(not_before=_seconds(5))
        slow = asked(1, ADA, Priority.BATCH)
        running = asked(0, GRACE, Priority.BATCH).start(now=NEW_YEAR)
        twins = [asked(4, GRACE, Priority.BATCH) for _ in range(2)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (later, urgent, pausing, slow, running, *twins):
                await uow.jobs.add(job)
            theirs = min(twin.id for twin in twins)
            waiting = {each.id: each for each in await uow.jobs.waiting()}
            soon = list(await uow.jobs.first_in_line(now=_seconds(4)))
            rested = list(await uow.jobs.first_in_line(now=_seconds(5)))
        assert sorted(each.id for each in soon) == sorted([urgent.id, slow.id, theirs])
        assert sorted(each.id for each in rested) == sorted([urgent.id, pausing.id, theirs])
        assert all(each == waiting[each.id] for each in (*soon, *rested))

    async def test_a_lease_is_extended_only_while_the_job_runs_under_it(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        lease = a_lease()
        longer = replace(lease, expires_at=_seconds(99))
        halfway = Progress({Stage.TRANSCRIBE: 0.5})
        job = a_job(clip.id)
        running = job.start(now=NEW_YEAR, lease=lease)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(running)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.jobs.extend(job.id, longer, halfway)
            assert not await uow.jobs.extend(job.id, a_lease(), NOTHING_DONE)
            assert not await uow.jobs.extend(JobId(uuid4()), lease, NOTHING_DONE)
            await uow.commit()
        async with unit_of_work() as uow:
            kept = await uow.jobs.get(job.id)
            assert (kept.lease, kept.progress) == (longer, halfway)
            for left in (running.put_back(), running.cancel(now=NEW_YEAR)):
                await uow.jobs.save(left)
                assert not await uow.jobs.extend(job.id, longer, halfway)
                assert await uow.jobs.get(job.id) == left

    async def test_jobs_are_listed_newest_first_a_page_at_a_time(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        jobs = [a_job(clip.id, requested_at=_seconds(s)) for s in (1, 3, 2)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (*jobs, a_job(clip.id, owner=GRACE)):
                await uow.jobs.add(job)
            pages = [
                await uow.jobs.page(ADA, JobFilter(), offset=offset, limit=2) for offset in (0, 2)
            ]
        assert [list(page.items) for page in pages] == [[jobs[1], jobs[2]], [jobs[0]]]
        assert [page.total for page in pages] == [3, 3]

    async def test_only_the_jobs_that_are_asked_for_are_listed(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(content_hash=content("b"))
        plain = a_job(clip.id)
        cancelled = a_job(clip.id, requested_at=_seconds(1)).cancel(now=NEW_YEAR)
        elsewhere = a_job(other.id, kind=JobKind.DIARIZATION, requested_at=_seconds(2))
        wanted = {
            JobFilter(status=JobStatus.CANCELLED): [cancelled],
            JobFilter(clip_id=clip.id): [cancelled, plain],
            JobFilter(kind=JobKind.DIARIZATION): [elsewhere],
            JobFilter(kind=JobKind.FULL, status=JobStatus.QUEUED, clip_id=clip.id): [plain],
            JobFilter(status=JobStatus.RUNNING): [],
        }
        async with unit_of_work() as uow:
            for each in (clip, other):
                await uow.clips.add(each)
            for job in (plain, cancelled, elsewhere):
                await uow.jobs.add(job)
            for which, jobs in wanted.items():
                page = await uow.jobs.page(ADA, which, offset=0, limit=9)
                assert (list(page.items), page.total) == (jobs, len(jobs))

    async def test_a_job_is_removed_with_the_results_of_its_stages(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job, other = a_job(clip.id), a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for each in (job, other):
                await uow.jobs.add(each)
                await uow.stage_results.put(each.id, Stage.DECODE, SoundDecoded(2.0))
            await uow.commit()
        async with unit_of_work() as uow:
            await uow.jobs.remove(job.id)
            await uow.jobs.remove(job.id)
            assert not await uow.jobs.exists(job.id)
            assert await uow.stage_results.of(job.id) == {}
            assert await uow.jobs.get(other.id) == other
            assert await uow.stage_results.of(other.id) != {}

    async def test_what_has_not_ended_of_a_clip_is_found(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(content_hash=content("b"))
        queued, running, elsewhere = a_job(clip.id), a_job(clip.id), a_job(other.id)
        ended = a_job(clip.id).cancel(now=NEW_YEAR)
        async with unit_of_work() as uow:
            for each in (clip, other):
                await uow.clips.add(each)
            for job in (queued, running.start(now=NEW_YEAR), elsewhere, ended):
                await uow.jobs.add(job)
            active = await uow.jobs.active_of(clip.id)
        assert {job.id for job in active} == {queued.id, running.id}

    async def test_the_last_runs_are_those_of_full_jobs_with_that_model(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()

        def a_run(
            seconds: float, *, ended: float, model: str = "tiny", kind: JobKind = JobKind.FULL
        ) -> TranscriptionJob:
            options = TranscriptionOptions(model=model, initial_prompt=str(ended))
            job = a_job(clip.id, kind=kind, options=options)
            return job.start(now=_seconds(ended - seconds)).succeed(now=_seconds(ended))

        failed = a_job(clip.id).start(now=NEW_YEAR).fail(_FAILURE, now=_seconds(99))
        kept_already = a_run(0.1, ended=98)
        others = [a_run(1, ended=50, model="base"), a_run(1, ended=50, kind=JobKind.DIARIZATION)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            runs = [a_run(1, ended=10), a_run(3, ended=30), a_run(2.5, ended=20)]
            for job in (*runs, failed, kept_already, *others, a_job(clip.id)):
                await uow.jobs.add(job)
            for job in (*runs, *others):
                made = a_stored_transcript(clip.id, options=job.options)
                await uow.transcripts.put(replace(made, job_id=job.id))
            recent = await uow.jobs.recent_runs("tiny", limit=2)
        assert list(recent) == [PastRun(3, 12.5), PastRun(2.5, 12.5)]

    async def test_jobs_that_ended_before_a_time_are_found_oldest_first(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        ended = [a_job(clip.id).cancel(now=_seconds(s)) for s in (3, 1, 2, 4)]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for job in (*ended, a_job(clip.id), a_job(clip.id).start(now=NEW_YEAR)):
                await uow.jobs.add(job)
            found = await uow.jobs.ended_before(_seconds(4), limit=9)
            assert list(found) == [ended[1].id, ended[2].id, ended[0].id]
            assert list(await uow.jobs.ended_before(_seconds(4), limit=1)) == [ended[1].id]
