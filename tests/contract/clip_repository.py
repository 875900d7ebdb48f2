"""What every ClipRepository does."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import (
    ClipNotFoundError,
    ConflictError,
    JobNotFoundError,
    TranscriptNotFoundError,
)
from application.ports.stage_results import SpeechFound
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId
from domain.transcription_job import Stage
from tests.fakes.clips import ADA, GRACE, a_clip, content
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import a_job
from tests.fakes.transcripts import a_stored_transcript

SECOND: Final = timedelta(seconds=1)


class ClipRepositoryContract:
    async def test_a_clip_is_found_by_what_it_contains(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            assert await uow.clips.find(ADA, clip.content_hash) == clip
            assert await uow.clips.find(ADA, content("f")) is None

    async def test_those_that_are_there_are_found_by_their_ids(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE)
        async with unit_of_work() as uow:
            for each in (clip, other, a_clip(content_hash=content("f"))):
                await uow.clips.add(each)
            wanted = [clip.id, other.id, ClipId(uuid4())]
            assert await uow.clips.those(wanted) == {clip.id: clip, other.id: other}
            assert await uow.clips.those([]) == {}

    async def test_one_clip_per_owner_and_content(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            await uow.clips.add(a_clip())
            await uow.clips.add(a_clip(owner=GRACE))
            with pytest.raises(ConflictError):
                await uow.clips.add(a_clip())

    async def test_nobody_sees_a_clip_of_another_owner(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip(owner=ADA)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            with pytest.raises(ClipNotFoundError):
                await uow.clips.get(GRACE, clip.id)
            assert await uow.clips.find(GRACE, clip.content_hash) is None
            assert (await uow.clips.page(GRACE, offset=0, limit=10)).total == 0

    async def test_clips_come_newest_first_a_page_at_a_time(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clips = [
            a_clip(content_hash=content(letter), created_at=NEW_YEAR + timedelta(seconds=age))
            for letter, age in (("a", 2), ("b", 0), ("c", 1))
        ]
        async with unit_of_work() as uow:
            for clip in (*clips, a_clip(owner=GRACE)):
                await uow.clips.add(clip)
            first = await uow.clips.page(ADA, offset=0, limit=2)
            second = await uow.clips.page(ADA, offset=2, limit=2)
        assert list(first.items) == [clips[0], clips[2]]
        assert list(second.items) == [clips[1]]
        assert first.total == second.total == 3

    async def test_clips_of_the_same_moment_keep_their_order(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clips = [a_clip(content_hash=content(letter)) for letter in "abcdef"]
        async with unit_of_work() as uow:
            for clip in clips:
                await uow.clips.add(clip)
            pages = [await uow.clips.page(ADA, offset=at, limit=1) for at in range(6)]
        seen = [page.items[0] for page in pages]
        assert seen == sorted(clips, key=lambda clip: clip.id, reverse=True)

    async def test_a_removed_clip_takes_its_jobs_and_transcripts_along(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.stage_results.put(job.id, Stage.DETECT_SPEECH, SpeechFound(()))
            await uow.transcripts.put(a_stored_transcript(clip.id))
            await uow.clips.remove(clip.id)
            assert not await uow.jobs.exists(job.id)
            assert await uow.stage_results.of(job.id) == {}
            with pytest.raises(ClipNotFoundError):
                await uow.clips.get(ADA, clip.id)
            with pytest.raises(JobNotFoundError):
                await uow.jobs.save(job)
            with pytest.raises(TranscriptNotFoundError):
                await uow.transcripts.latest(clip.id)

    async def test_removing_a_clip_leaves_the_others(self, unit_of_work: UnitOfWorkFactory) -> None:
        going, staying = a_clip(), a_clip(owner=GRACE)
        job = a_job(staying.id)
        async with unit_of_work() as uow:
            await uow.clips.add(going)
            await uow.clips.add(staying)
            await uow.jobs.add(job)
            await uow.clips.remove(going.id)
            await uow.clips.remove(going.id)
            assert await uow.clips.get(GRACE, staying.id) == staying
            assert await uow.jobs.get(job.id) == job

    async def test_a_removed_clip_can_be_uploaded_again(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.remove(clip.id)
            await uow.clips.add(a_clip())

    async def test_counts_who_uses_a_content(self, unit_of_work: UnitOfWorkFactory) -> None:
        async with unit_of_work() as uow:
            await uow.clips.add(a_clip(owner=ADA))
            await uow.clips.add(a_clip(owner=GRACE))
            assert await uow.clips.uses(content("a")) == 2
            assert await uow.clips.uses(content("b")) == 0

    async def test_tells_what_a_clip_contains(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE, content_hash=content("b"))
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.add(other)
            assert await uow.clips.content_of(clip.id) == content("a")
            assert set(await uow.clips.content_of_all()) == {
                (clip.id, content("a")),
                (other.id, content("b")),
            }
            with pytest.raises(ClipNotFoundError):
                await uow.clips.content_of(ClipId(uuid4()))

    async def test_a_clip_is_as_old_as_its_last_use(self, unit_of_work: UnitOfWorkFactory) -> None:
        old, older = a_clip(created_at=NEW_YEAR + SECOND), a_clip(owner=GRACE)
        async with unit_of_work() as uow:
            for clip in (old, older):
                await uow.clips.add(clip)
            await uow.clips.note_use(older.id, NEW_YEAR + 3 * SECOND)
            await uow.clips.note_use(older.id, NEW_YEAR + 2 * SECOND)
            await uow.clips.note_use(ClipId(uuid4()), NEW_YEAR)
            assert await uow.clips.unused_since(NEW_YEAR + SECOND) == []
            assert await uow.clips.unused_since(NEW_YEAR + 3 * SECOND) == [old.id]
            assert await uow.clips.unused_since(NEW_YEAR + 4 * SECOND) == [older.id, old.id]
            assert await uow.clips.unused_since(NEW_YEAR + 4 * SECOND, limit=1) == [older.id]
            await uow.clips.remove(older.id)
            assert await uow.clips.unused_since(NEW_YEAR + 4 * SECOND) == [old.id]

    async def test_a_job_is_a_use_and_keeps_its_clip_until_it_has_ended(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id, requested_at=NEW_YEAR + 2 * SECOND)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            for unended in (job, job.start(now=NEW_YEAR)):
                await uow.jobs.save(unended)
                assert await uow.clips.unused_since(NEW_YEAR + 9 * SECOND) == []
            await uow.jobs.save(job.cancel(now=NEW_YEAR + 3 * SECOND))
            assert await uow.clips.unused_since(NEW_YEAR + 2 * SECOND) == []
            assert await uow.clips.unused_since(NEW_YEAR + 3 * SECOND) == [clip.id]

    async def test_clips_that_pass_can_be_told_from_those_that_stay(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        staying, passing = a_clip(), replace(a_clip(content_hash=content("b")), passing=True)
        async with unit_of_work() as uow:
            await uow.clips.add(staying)
            await uow.clips.add(passing)
            later = NEW_YEAR + SECOND
            assert await uow.clips.unused_since(later, passing=True) == [passing.id]
            assert await uow.clips.keep(passing.id) == replace(passing, passing=False)
            assert await uow.clips.unused_since(later, passing=True) == []
            assert (await uow.clips.get(ADA, passing.id)).passing is False
            with pytest.raises(ClipNotFoundError):
                await uow.clips.keep(ClipId(uuid4()))
