"""What every TranscriptRepository does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.errors import ClipNotFoundError, TranscriptNotFoundError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import ClipId
from tests.fakes.clips import GRACE, a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import TINY
from tests.fakes.transcripts import a_stored_transcript


class TranscriptRepositoryContract:
    async def test_a_transcript_comes_back_as_it_was(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        stored = a_stored_transcript(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.transcripts.put(stored)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.transcripts.find(clip.id, TINY) == stored
            assert await uow.transcripts.latest(clip.id) == stored

    async def test_a_transcript_takes_the_place_of_one_with_the_same_options(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        old, new = a_stored_transcript(clip.id), a_stored_transcript(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.transcripts.put(old)
            await uow.transcripts.put(new)
            assert await uow.transcripts.find(clip.id, TINY) == new
            assert await uow.transcripts.remove_all(clip.id) == 1

    async def test_other_options_and_other_clips_have_their_own(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE)
        quiet = replace(TINY, diarize=False)
        stored = a_stored_transcript(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.add(other)
            await uow.transcripts.put(stored)
            await uow.transcripts.put(a_stored_transcript(clip.id, options=quiet))
            await uow.transcripts.put(a_stored_transcript(other.id))
            assert await uow.transcripts.find(clip.id, TINY) == stored
            assert await uow.transcripts.find(other.id, quiet) is None

    async def test_the_latest_is_the_one_made_last(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        newer = a_stored_transcript(clip.id, created_at=NEW_YEAR + timedelta(seconds=1))
        older = a_stored_transcript(clip.id, options=replace(TINY, diarize=False))
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.transcripts.put(newer)
            await uow.transcripts.put(older)
            assert await uow.transcripts.latest(clip.id) == newer

    async def test_of_two_made_in_the_same_moment_one_is_always_the_latest(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        two = [
            a_stored_transcript(clip.id),
            a_stored_transcript(clip.id, options=replace(TINY, diarize=False)),
        ]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for stored in two:
                await uow.transcripts.put(stored)
            assert await uow.transcripts.latest(clip.id) == max(two, key=lambda kept: kept.id)

    async def test_all_of_a_clip_can_be_removed(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip, other = a_clip(), a_clip(owner=GRACE)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.clips.add(other)
            await uow.transcripts.put(a_stored_transcript(clip.id))
            await uow.transcripts.put(
                a_stored_transcript(clip.id, options=replace(TINY, diarize=False))
            )
            await uow.transcripts.put(a_stored_transcript(other.id))
            assert await uow.transcripts.remove_all(clip.id) == 2
            assert await uow.transcripts.remove_all(clip.id) == 0
            assert await uow.transcripts.find(clip.id, TINY) is None
            assert await uow.transcripts.find(other.id, TINY) is not None

    async def test_a_clip_without_transcripts_has_no_latest(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(TranscriptNotFoundError):
                await uow.transcripts.latest(ClipId(uuid4()))

    async def test_a_transcript_belongs_to_a_clip_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(ClipNotFoundError):
                await uow.transcripts.put(a_stored_transcript(ClipId(uuid4())))

    async def test_the_oldest_can_be_found_and_removed(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        kept = [
            a_stored_transcript(
                clip.id,
                options=replace(TINY, model=str(age)),
                created_at=NEW_YEAR + timedelta(seconds=age),
            )
            for age in (2, 0, 1)
        ]
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            for stored in kept:
                await uow.transcripts.put(stored)
            before = NEW_YEAR + timedelta(seconds=2)
            old = await uow.transcripts.made_before(before)
            assert old == [kept[1].id, kept[2].id]
            assert await uow.transcripts.made_before(before, limit=1) == old[:1]
            await uow.transcripts.remove(old)
            await uow.transcripts.remove(old)
            await uow.transcripts.remove([])
            assert await uow.transcripts.remove_all(clip.id) == 1
