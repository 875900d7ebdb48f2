"""Taking in a clip, once."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from application.errors import (
    ApplicationError,
    EmptyFileError,
    FileTooLargeError,
    NotAudioError,
)
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from domain.audio_clip import ContentHash, OwnerId
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.kept import SOUND, kept_contents
from tests.fakes.service import LARGEST, Service
from tests.fakes.streams import stream

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


@pytest.fixture
def upload(service: Service, clock: FakeClock) -> UploadClip:
    return UploadClip(
        storage=service.storage,
        decoder=service.decoder,
        unit_of_work=service.unit_of_work,
        clock=clock,
        new_id=uuid4,
        largest_bytes=LARGEST,
    )


def a_file(*chunks: bytes, owner: OwnerId = ADA, filename: str = "talk.wav") -> UploadClipCommand:
    return UploadClipCommand(owner=owner, filename=filename, content=stream(*chunks))


async def assert_nothing_is_kept(service: Service) -> None:
    assert service.kept_clips == 0
    assert await kept_contents(service) == set()
    assert await service.storage.forget_abandoned(before=FAR_FUTURE) == 0


async def test_a_clip_is_kept_and_recorded(upload: UploadClip, service: Service) -> None:
    uploaded = await upload(a_file(SOUND[:10], SOUND[10:], filename="Gespräch 1.wav"))
    clip = uploaded.clip
    assert uploaded.is_new
    assert (clip.owner, clip.filename, clip.created_at) == (ADA, "Gespräch 1.wav", NEW_YEAR)
    assert clip.size_bytes == len(SOUND)
    assert clip.content_hash.hex == hashlib.sha256(SOUND).hexdigest()
    assert clip.format.duration == 2.0
    assert service.database.committed.clips == {clip.id: clip}
    assert await kept_contents(service) == {clip.content_hash}


async def test_the_same_bytes_are_the_same_clip_whatever_they_are_called(
    upload: UploadClip, service: Service
) -> None:
    first = await upload(a_file(SOUND))
    again = await upload(a_file(SOUND, filename="other name.wav"))
    assert (again.clip, again.is_new) == (first.clip, False)
    assert service.kept_clips == 1


async def test_the_same_bytes_of_two_owners_are_two_clips_and_kept_once(
    upload: UploadClip, service: Service
) -> None:
    hers, theirs = await upload(a_file(SOUND)), await upload(a_file(SOUND, owner=GRACE))
    assert theirs.is_new
    assert hers.clip.id != theirs.clip.id
    assert len(await kept_contents(service)) == 1


async def test_uploads_of_the_same_bytes_at_once_are_one_clip(
    upload: UploadClip, service: Service
) -> None:
    uploads = await asyncio.gather(*(upload(a_file(SOUND)) for _ in range(8)))
    assert len({uploaded.clip.id for uploaded in uploads}) == service.kept_clips == 1
    assert sum(uploaded.is_new for uploaded in uploads) == 1


async def test_nobody_waits_while_bytes_are_kept_and_bytes_deleted_meanwhile_are_kept_again(
    upload: UploadClip, service: Service
) -> None:
    content_hash = ContentHash(hashlib.sha256(SOUND).hexdigest())
    async with asyncio.timeout(60), service.database.lock:  # another unit of work is open
        uploading = asyncio.create_task(upload(a_file(SOUND)))
        while not await service.storage.has(content_hash):
            await asyncio.to_thread(list)  # somebody else's turn
        await service.storage.delete(content_hash)
    assert (await uploading).is_new
    assert await kept_contents(service) == {content_hash}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFileError),
        (b"GIF89a", NotAudioError),
        (SOUND * LARGEST, FileTooLargeError),
    ],
)
async def test_nothing_is_kept_of_what_cannot_be_used(
    upload: UploadClip, service: Service, content: bytes, error: type[ApplicationError]
) -> None:
    with pytest.raises(error):
        await upload(a_file(content))
    await assert_nothing_is_kept(service)


async def test_nothing_is_kept_of_an_upload_that_breaks_off(
    upload: UploadClip, service: Service
) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield SOUND
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await upload(UploadClipCommand(owner=ADA, filename="talk.wav", content=broken_off()))
    await assert_nothing_is_kept(service)


async def test_a_bad_file_leaves_the_good_ones(upload: UploadClip, service: Service) -> None:
    good = await upload(a_file(SOUND))
    with pytest.raises(NotAudioError):
        await upload(a_file(b"GIF89a"))
    assert await kept_contents(service) == {good.clip.content_hash}
