"""Mending what a crash left behind."""

import os
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from application.ports.unit_of_work import UnitOfWork
from application.use_cases.upkeep.mend_storage import Mended, MendStorage
from domain.audio_clip import AudioClip, ContentHash
from tests.fakes.clips import GRACE, a_clip
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.kept import SOUND, a_kept_clip, kept_contents
from tests.fakes.service import LARGEST, Service
from tests.fakes.streams import stream


@pytest.fixture
def mend(service: Service, clock: FakeClock) -> MendStorage:
    return MendStorage(storage=service.storage, unit_of_work=service.unit_of_work, clock=clock)


async def test_what_agrees_is_left_alone(
    mend: MendStorage, service: Service, clip: AudioClip
) -> None:
    await a_kept_clip(service, owner=GRACE)
    assert await mend() == Mended(0, 0, 0)
    assert service.kept_clips == 2
    assert await kept_contents(service) == {clip.content_hash}


async def test_a_clip_that_lost_its_bytes_is_forgotten(
    mend: MendStorage, service: Service, clip: AudioClip
) -> None:
    intact = await a_kept_clip(service, content=SOUND + b"intact")
    await service.storage.delete(clip.content_hash)
    assert (await mend()).clips_without_bytes == 1
    assert list(service.database.committed.clips) == [intact.id]
    assert await kept_contents(service) == {intact.content_hash}


async def stray(service: Service, content: bytes = b"stray", *, hours: int = 7) -> ContentHash:
    """Bytes that no clip speaks of, and that arrived so many hours ago."""
    async with service.storage.staged(stream(content), at_most=LARGEST) as staged:
        arrived = (NEW_YEAR - timedelta(hours=hours)).timestamp()
        os.utime(staged.path, (arrived, arrived))
        await service.storage.keep(staged)
    return staged.content_hash


async def test_bytes_that_no_clip_speaks_of_are_deleted(
    mend: MendStorage, service: Service, clip: AudioClip
) -> None:
    await stray(service)
    assert (await mend()).bytes_without_clips == 1
    assert await kept_contents(service) == {clip.content_hash}


async def test_bytes_whose_clip_another_server_may_be_about_to_record_are_left_alone(
    mend: MendStorage, service: Service, clip: AudioClip
) -> None:
    fresh = await stray(service, hours=5)
    assert await mend() == Mended(0, 0, 0)
    assert await kept_contents(service) == {clip.content_hash, fresh}


async def test_bytes_whose_clip_is_recorded_meanwhile_are_left_alone(
    service: Service, clock: FakeClock, clip: AudioClip
) -> None:
    old = a_clip(content_hash=await stray(service))
    units = 0

    def unit_of_work() -> UnitOfWork:
        nonlocal units
        units += 1
        if units == 2:  # the first saw which clips there are
            service.database.committed.clips[old.id] = old
        return service.unit_of_work()

    mend = MendStorage(storage=service.storage, unit_of_work=unit_of_work, clock=clock)
    assert await mend() == Mended(0, 0, 0)
    assert await kept_contents(service) == {clip.content_hash, old.content_hash}


async def test_clips_and_bytes_that_share_nothing_are_not_each_other_s(
    mend: MendStorage, service: Service, clip: AudioClip, caplog: pytest.LogCaptureFixture
) -> None:
    await service.storage.delete(clip.content_hash)
    others = await stray(service)
    assert await mend() == Mended(0, 0, 0)
    assert service.kept_clips == 1
    assert await kept_contents(service) == {others}
    assert "is this the storage that belongs to the database?" in caplog.text


async def test_a_database_without_clips_deletes_nothing(
    mend: MendStorage, service: Service
) -> None:
    theirs = {await stray(service, b"a"), await stray(service, b"b")}
    assert await mend() == Mended(0, 0, 0)
    assert await kept_contents(service) == theirs


async def test_uploads_that_nobody_is_sending_any_more_are_forgotten(
    mend: MendStorage, service: Service
) -> None:
    async with AsyncExitStack() as uploads:
        for hours in (1, 5, 7, 100):
            staging = service.storage.staged(stream(SOUND), at_most=LARGEST)
            staged = await uploads.enter_async_context(staging)
            arrived = (NEW_YEAR - timedelta(hours=hours)).timestamp()
            os.utime(staged.path, (arrived, arrived))
        assert (await mend()).abandoned_uploads == 2
        assert (await mend()).abandoned_uploads == 0
