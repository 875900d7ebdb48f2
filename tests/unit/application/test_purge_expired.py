"""Forgetting what has been kept for long enough."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import StorageUnavailableError
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from application.use_cases.upkeep.count_expired import CountExpired
from application.use_cases.upkeep.purge_expired import Expired, PurgeExpired
from domain.audio_clip import AudioClip, ClipId
from domain.retention import RetentionPolicy
from domain.transcription_job import JobKind, TranscriptionJob
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.jobs import TINY, a_job
from tests.fakes.kept import SOUND, a_kept_clip, keep_job, kept_contents
from tests.fakes.keys import a_key_record
from tests.fakes.service import LARGEST, Service
from tests.fakes.storage_out_of_reach import StorageOutOfReach
from tests.fakes.streams import stream
from tests.fakes.transcripts import a_stored_transcript
from tests.fakes.webhooks import a_delivery, an_endpoint

DAY: Final = timedelta(days=1)
NOTHING: Final = Expired(transcripts=0, jobs=0, webhook_deliveries=0, idempotency_keys=0, clips=0)


@pytest.fixture
def clock() -> FakeClock:
    """Ten days after everything was kept."""
    return FakeClock(NEW_YEAR + 10 * DAY)


def purge_of(service: Service, clock: FakeClock, policy: RetentionPolicy) -> PurgeExpired:
    return PurgeExpired(
        policy=policy, storage=service.storage, unit_of_work=service.unit_of_work, clock=clock
    )


def count_of(service: Service, clock: FakeClock, policy: RetentionPolicy) -> CountExpired:
    return CountExpired(policy=policy, unit_of_work=service.unit_of_work, clock=clock)


async def an_ended_job(
    service: Service,
    clip_id: ClipId | None,
    *,
    kind: JobKind = JobKind.FULL,
    requested_at: datetime = NEW_YEAR,
) -> TranscriptionJob:
    job = a_job(clip_id, kind=kind, requested_at=requested_at).cancel(now=requested_at)
    await keep_job(service, job)
    return job


async def a_transcript_of(service: Service, clip_id: ClipId, *, model: str) -> None:
    stored = a_stored_transcript(clip_id, options=replace(TINY, model=model))
    async with service.unit_of_work() as uow:
        await uow.transcripts.put(stored)
        await uow.commit()


async def one_of_each(service: Service, clip: AudioClip) -> None:
    await an_ended_job(service, clip.id)
    await a_transcript_of(service, clip.id, model="tiny")
    endpoint = an_endpoint()
    async with service.unit_of_work() as uow:
        await uow.webhooks.add(endpoint)
        await uow.deliveries.add(a_delivery(endpoint).given_up(), "{}")
        await uow.commit()


async def test_without_a_policy_nothing_expires(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await one_of_each(service, clip)
    before = service.database.committed
    assert await purge_of(service, clock, RetentionPolicy())() == NOTHING
    assert service.database.committed == before


async def test_what_is_told_beforehand_is_what_goes(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await one_of_each(service, clip)
    policy = RetentionPolicy(clips=DAY, transcripts=DAY, jobs=DAY, deliveries=DAY)
    told = await count_of(service, clock, policy)()
    assert told == Expired(transcripts=1, jobs=1, webhook_deliveries=1, idempotency_keys=0, clips=1)
    assert service.kept_clips == 1
    assert await purge_of(service, clock, policy)() == told
    assert await kept_contents(service) == set()
    assert await count_of(service, clock, policy)() == NOTHING


async def test_more_than_fits_into_a_unit_of_work_goes_all_the_same(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    for number in range(60):
        await a_transcript_of(service, clip.id, model=str(number))
    purged = await purge_of(service, clock, RetentionPolicy(transcripts=DAY))()
    assert purged.transcripts == 60


async def test_a_clip_goes_with_its_jobs_and_transcripts_and_bytes(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await one_of_each(service, clip)
    assert (await purge_of(service, clock, RetentionPolicy(clips=DAY))()).clips == 1
    kept = service.database.committed
    assert (kept.clips, kept.jobs, kept.transcripts) == ({}, {}, {})
    assert await kept_contents(service) == set()


async def test_bytes_that_another_clip_has_stay(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    theirs = await a_kept_clip(service, owner=GRACE)
    async with service.unit_of_work() as uow:
        await uow.clips.note_use(theirs.id, clock.now())
        await uow.commit()
    assert (await purge_of(service, clock, RetentionPolicy(clips=DAY))()).clips == 1
    assert list(service.database.committed.clips) == [theirs.id]
    assert await kept_contents(service) == {clip.content_hash}


@pytest.mark.parametrize("asked", [timedelta(), 9 * DAY + timedelta(hours=1)])
async def test_a_clip_that_somebody_works_on_or_has_asked_for_stays(
    service: Service, clock: FakeClock, clip: AudioClip, asked: timedelta
) -> None:
    job = a_job(clip.id, requested_at=NEW_YEAR + asked)
    await keep_job(service, job if not asked else job.cancel(now=clock.now()))
    assert await purge_of(service, clock, RetentionPolicy(clips=DAY))() == NOTHING
    assert await kept_contents(service) == {clip.content_hash}


async def test_a_clip_outlives_the_jobs_by_which_it_was_used(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await an_ended_job(service, clip.id, requested_at=NEW_YEAR + 8 * DAY)
    purge = purge_of(service, clock, RetentionPolicy(clips=5 * DAY, jobs=DAY))
    assert await purge() == replace(NOTHING, jobs=1)
    clock.advance(4 * DAY)
    assert await purge() == replace(NOTHING, clips=1)


async def test_a_clip_that_is_uploaded_again_is_as_good_as_new(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    upload = UploadClip(
        storage=service.storage,
        decoder=service.decoder,
        unit_of_work=service.unit_of_work,
        clock=clock,
        new_id=uuid4,
        largest_bytes=LARGEST,
    )
    await upload(UploadClipCommand(owner=ADA, filename="again.wav", content=stream(SOUND)))
    assert await purge_of(service, clock, RetentionPolicy(clips=DAY))() == NOTHING


async def test_what_a_job_for_a_part_has_made_goes_with_transcripts(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await an_ended_job(service, clip.id, kind=JobKind.TRANSCRIPTION)
    whole = await an_ended_job(service, clip.id)
    purge = purge_of(service, clock, RetentionPolicy(transcripts=DAY, jobs=90 * DAY))
    assert await purge() == replace(NOTHING, jobs=1)
    assert list(service.database.committed.jobs) == [whole.id]


async def test_a_job_that_has_not_ended_is_not_purged(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await keep_job(service, a_job(clip.id))
    assert await purge_of(service, clock, RetentionPolicy(jobs=DAY))() == NOTHING


async def test_answers_to_keyed_requests_go_when_their_time_is_over(
    service: Service, clock: FakeClock
) -> None:
    async with service.unit_of_work() as uow:
        await uow.idempotency.add(a_key_record())
        await uow.commit()
    assert (await count_of(service, clock, RetentionPolicy())()).idempotency_keys == 1
    assert (await purge_of(service, clock, RetentionPolicy())()).idempotency_keys == 1


async def test_several_may_purge_at_once(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    for _ in range(60):
        await an_ended_job(service, clip.id)
    purge = purge_of(service, clock, RetentionPolicy(jobs=DAY, clips=DAY))
    purged = await asyncio.gather(*(purge() for _ in range(3)))
    assert sum(each.jobs for each in purged) == 60
    assert sum(each.clips for each in purged) == 1


async def test_a_clip_whose_bytes_are_out_of_reach_waits_for_the_next_time(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    await one_of_each(service, clip)
    purge = purge_of(service, clock, RetentionPolicy(clips=DAY, transcripts=DAY))
    with pytest.raises(StorageUnavailableError):
        await replace(purge, storage=StorageOutOfReach())()
    assert service.database.committed.transcripts == {}
    assert service.kept_clips == 1
    assert (await purge()).clips == 1
