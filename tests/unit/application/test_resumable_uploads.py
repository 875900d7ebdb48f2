"""Files that come in several goes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import final
from uuid import uuid4

import pytest

from application.errors import (
    ApplicationError,
    EmptyFileError,
    FileTooLargeError,
    NotAudioError,
    StorageFullError,
    UploadExpiredError,
    UploadNotFoundError,
    UploadOffsetError,
)
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import ReportFraction
from application.use_cases.uploads.begin_upload import BeginUploadCommand
from application.use_cases.uploads.continue_upload import ContinueUploadCommand
from domain.audio_clip import AudioFormat, OwnerId
from domain.errors import InvalidUploadError
from domain.partial_upload import PartialUpload, UploadId
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import FakeClock
from tests.fakes.kept import SOUND, kept_contents
from tests.fakes.service import LARGEST, Service
from tests.fakes.streams import stream
from tests.fakes.uploads import KEPT_FOR, UploadUseCases


@pytest.fixture
def uploads(service: Service, clock: FakeClock, tmp_path: Path) -> UploadUseCases:
    return UploadUseCases.over(service, clock, tmp_path)


@final
class NoRoom(AudioDecoder):
    def probe(self, source: Path) -> AudioFormat:
        raise StorageFullError("The server has no room for this file.")

    def decode(self, source: Path, report: ReportFraction) -> AbstractContextManager[DecodedAudio]:
        raise NotImplementedError


async def begun(
    uploads: UploadUseCases, *, length: int | None = len(SOUND), filename: str = "talk.wav"
) -> UploadId:
    upload = await uploads.begin_upload(
        BeginUploadCommand(owner=ADA, filename=filename, length=length)
    )
    return upload.id


async def sent(
    uploads: UploadUseCases,
    upload_id: UploadId,
    content: bytes | AsyncIterator[bytes],
    *,
    offset: int = 0,
    owner: OwnerId = ADA,
    length: int | None = None,
) -> PartialUpload:
    return await uploads.continue_upload(
        ContinueUploadCommand(
            owner=owner,
            upload_id=upload_id,
            offset=offset,
            content=stream(content) if isinstance(content, bytes) else content,
            length=length,
        )
    )


async def test_a_file_in_two_goes_becomes_a_clip(uploads: UploadUseCases, service: Service) -> None:
    upload_id = await begun(uploads, filename="Gespräch 1.wav")
    half = await sent(uploads, upload_id, SOUND[:100])
    assert (half.offset, half.clip_id, service.kept_clips) == (100, None, 0)
    whole = await sent(uploads, upload_id, SOUND[100:], offset=100)
    (clip,) = service.database.committed.clips.values()
    assert (whole.offset, whole.clip_id) == (len(SOUND), clip.id)
    assert (clip.owner, clip.filename) == (ADA, "Gespräch 1.wav")
    assert clip.content_hash.hex == hashlib.sha256(SOUND).hexdigest()


async def test_a_complete_upload_keeps_answering_with_its_clip(uploads: UploadUseCases) -> None:
    upload_id = await begun(uploads)
    whole = await sent(uploads, upload_id, SOUND)
    assert await uploads.look_at_upload(ADA, upload_id) == whole
    assert await sent(uploads, upload_id, b"", offset=len(SOUND)) == whole
    with pytest.raises(UploadOffsetError):
        await sent(uploads, upload_id, SOUND)


async def test_an_upload_cut_off_before_it_became_a_clip_becomes_one_when_it_is_looked_at(
    uploads: UploadUseCases, service: Service
) -> None:
    async def then_cut() -> AsyncIterator[bytes]:
        yield SOUND
        raise ConnectionResetError

    upload_id = await begun(uploads)
    with pytest.raises(ConnectionResetError):
        await sent(uploads, upload_id, then_cut())
    assert service.kept_clips == 0
    looks = await asyncio.gather(*(uploads.look_at_upload(ADA, upload_id) for _ in range(4)))
    (clip,) = service.database.committed.clips.values()
    assert {look.clip_id for look in looks} == {clip.id}


async def test_the_same_file_uploaded_twice_is_one_clip(
    uploads: UploadUseCases, service: Service
) -> None:
    first = await sent(uploads, await begun(uploads), SOUND)
    again = await sent(uploads, await begun(uploads), SOUND)
    assert first.clip_id == again.clip_id
    assert service.kept_clips == 1


async def test_what_is_no_sound_is_refused_and_forgotten(
    uploads: UploadUseCases, service: Service
) -> None:
    upload_id = await begun(uploads, length=6)
    with pytest.raises(NotAudioError):
        await sent(uploads, upload_id, b"GIF89a")
    with pytest.raises(UploadNotFoundError):
        await uploads.look_at_upload(ADA, upload_id)
    assert await kept_contents(service) == set()


async def test_a_failure_that_may_pass_leaves_the_upload_to_be_finished_later(
    uploads: UploadUseCases, service: Service, clock: FakeClock, tmp_path: Path
) -> None:
    upload_id = await begun(uploads)
    full = UploadUseCases.over(replace(service, decoder=NoRoom()), clock, tmp_path)
    with pytest.raises(StorageFullError):
        await sent(full, upload_id, SOUND)
    assert (await uploads.look_at_upload(ADA, upload_id)).is_kept


@pytest.mark.parametrize(
    ("length", "error"), [(0, EmptyFileError), (LARGEST + 1, FileTooLargeError)]
)
async def test_an_upload_that_could_never_be_kept_is_not_begun(
    uploads: UploadUseCases, clock: FakeClock, length: int, error: type[ApplicationError]
) -> None:
    with pytest.raises(error):
        await begun(uploads, length=length)
    clock.advance(2 * KEPT_FOR)
    assert await uploads.forget_expired_uploads() == 0


async def test_a_length_said_later_holds_from_then_on(uploads: UploadUseCases) -> None:
    upload_id = await begun(uploads, length=None)
    assert (await sent(uploads, upload_id, SOUND[:9], length=len(SOUND))).length == len(SOUND)
    with pytest.raises(InvalidUploadError):
        await sent(uploads, upload_id, SOUND[9:], offset=9, length=10**5)
    assert (await sent(uploads, upload_id, SOUND[9:], offset=9)).is_kept


async def test_an_upload_of_unknown_length_stops_at_the_largest(uploads: UploadUseCases) -> None:
    upload_id = await begun(uploads, length=None)
    await sent(uploads, upload_id, bytes(LARGEST))
    with pytest.raises(FileTooLargeError):
        await sent(uploads, upload_id, b"!", offset=LARGEST)


async def test_a_go_that_is_known_to_be_too_long_is_refused_before_a_byte_is_taken(
    uploads: UploadUseCases,
) -> None:
    upload_id = await begun(uploads, length=10)
    content = stream(b"RIFF")
    command = ContinueUploadCommand(
        owner=ADA, upload_id=upload_id, offset=0, content=content, size=11
    )
    with pytest.raises(FileTooLargeError):
        await uploads.continue_upload(command)
    assert await anext(content) == b"RIFF"


async def test_uploads_of_others_are_not_there(uploads: UploadUseCases) -> None:
    upload_id = await begun(uploads)
    with pytest.raises(UploadNotFoundError):
        await uploads.look_at_upload(GRACE, upload_id)
    with pytest.raises(UploadNotFoundError):
        await sent(uploads, upload_id, SOUND, owner=GRACE)
    with pytest.raises(UploadNotFoundError):
        await uploads.give_up_upload(GRACE, upload_id)
    with pytest.raises(UploadNotFoundError):
        await uploads.look_at_upload(ADA, UploadId(uuid4()))


async def test_what_is_given_up_is_gone(uploads: UploadUseCases) -> None:
    upload_id = await begun(uploads)
    await uploads.give_up_upload(ADA, upload_id)
    with pytest.raises(UploadNotFoundError):
        await uploads.look_at_upload(ADA, upload_id)


async def test_each_go_gives_an_upload_more_time(uploads: UploadUseCases, clock: FakeClock) -> None:
    upload_id = await begun(uploads)
    clock.advance(KEPT_FOR / 2)
    assert (await sent(uploads, upload_id, SOUND[:9])).expires_at == clock.now() + KEPT_FOR
    clock.advance(KEPT_FOR - timedelta(seconds=1))
    assert await uploads.forget_expired_uploads() == 0
    assert (await uploads.look_at_upload(ADA, upload_id)).offset == 9


async def test_an_upload_nobody_came_back_to_is_forgotten(
    uploads: UploadUseCases, clock: FakeClock
) -> None:
    upload_id = await begun(uploads)
    clock.advance(KEPT_FOR)
    with pytest.raises(UploadExpiredError):
        await sent(uploads, upload_id, SOUND)
    assert await uploads.forget_expired_uploads() == 1
    with pytest.raises(UploadNotFoundError):
        await uploads.look_at_upload(ADA, upload_id)
