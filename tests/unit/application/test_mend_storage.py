"""Mending what a crash left behind."""

import os
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from application.use_cases.upkeep.mend_storage import Mended, MendStorage
from domain.audio_clip import AudioClip
from tests.fakes.clips import GRACE
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


async def test_bytes_that_no_clip_speaks_of_are_deleted(
    mend: MendStorage, service: Service, clip: AudioClip
) -> None:
    async with service.storage.staged(stream(b"stray"), at_most=LARGEST) as staged:
        await service.storage.keep(staged)
    assert (await mend()).bytes_without_clips == 1
    assert await kept_contents(service) == {clip.content_hash}


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
