"""What every PartialUploads does. An adapter's own test module names itself and inherits this."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import (
    ChecksumMismatchError,
    FileTooLargeError,
    UploadInterruptedError,
    UploadNotFoundError,
)
from application.ports.partial_uploads import Checksum, ChecksumAlgorithm, PartialUploads
from domain.audio_clip import ClipId
from domain.partial_upload import PartialUpload, UploadId
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR
from tests.fakes.streams import all_of, stream

PLENTY: Final = 1 << 30
TOMORROW: Final = NEW_YEAR + timedelta(days=1)


def an_upload(*, length: int | None = 100_000) -> PartialUpload:
    return PartialUpload(
        id=UploadId(uuid4()),
        owner=ADA,
        filename="会議 “quoted”.wav",
        expires_at=TOMORROW,
        length=length,
        note="filename 5Lya6K2wLndhdg==",
    )


async def begun(uploads: PartialUploads, *, length: int | None = 100_000) -> UploadId:
    upload = an_upload(length=length)
    await uploads.create(upload)
    return upload.id


async def append(
    uploads: PartialUploads, upload_id: UploadId, *chunks: bytes, checksum: Checksum | None = None
) -> PartialUpload:
    async with uploads.held(upload_id) as held:
        return await held.append(stream(*chunks), at_most=PLENTY, checksum=checksum)


async def content_of(uploads: PartialUploads, upload_id: UploadId) -> bytes:
    async with uploads.held(upload_id) as held:
        return await all_of(held.read())


async def then_nothing(content: bytes) -> AsyncIterator[bytes]:
    """A line that is open and silent."""
    yield content
    await asyncio.Event().wait()


async def then_cut(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError


async def arrived(uploads: PartialUploads, upload_id: UploadId, size: int) -> None:
    """Returns once that many bytes are there."""
    while (await uploads.find(upload_id)).offset < size:  # noqa: ASYNC110 - nobody says when
        await asyncio.sleep(0)


def sha256_of(content: bytes) -> Checksum:
    return Checksum(ChecksumAlgorithm.SHA256, hashlib.sha256(content).digest())


class PartialUploadsContract:
    async def test_what_was_begun_is_found_as_it_was(self, uploads: PartialUploads) -> None:
        for upload in (an_upload(), an_upload(length=None)):
            await uploads.create(upload)
            assert await uploads.find(upload.id) == upload

    async def test_bytes_go_behind_those_that_are_there(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        assert (await append(uploads, upload_id, b"RI", b"FF")).offset == 4
        assert (await append(uploads, upload_id, b"", b"!" * 70_000)).offset == 70_004
        assert (await append(uploads, upload_id)).offset == 70_004
        assert await content_of(uploads, upload_id) == b"RIFF" + b"!" * 70_000

    async def test_what_came_before_the_line_was_cut_is_kept(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        with pytest.raises(ConnectionResetError):
            async with uploads.held(upload_id) as held:
                await held.append(then_cut(b"RIFF"), at_most=PLENTY)
        assert (await uploads.find(upload_id)).offset == 4
        assert await content_of(uploads, upload_id) == b"RIFF"

    async def test_what_came_before_a_request_was_cancelled_is_kept(
        self, uploads: PartialUploads
    ) -> None:
        upload_id = await begun(uploads)
        request = asyncio.create_task(_appending(uploads, upload_id, then_nothing(b"RIFF")))
        await arrived(uploads, upload_id, 4)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        assert (await append(uploads, upload_id, b"!")).offset == 5

    async def test_a_silent_request_gives_way_to_the_next(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        silent = asyncio.create_task(_appending(uploads, upload_id, then_nothing(b"RIFF")))
        await arrived(uploads, upload_id, 4)
        assert (await append(uploads, upload_id, b"!")).offset == 5
        with pytest.raises(UploadInterruptedError, match="Another request"):
            await silent
        assert await content_of(uploads, upload_id) == b"RIFF!"

    async def test_of_many_that_wait_only_the_last_goes_on(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        requests = [
            asyncio.create_task(_appending(uploads, upload_id, then_nothing(b"!")))
            for _ in range(4)
        ]
        requests.append(asyncio.create_task(_appending(uploads, upload_id, stream(b"RIFF"))))
        *interrupted, last = await asyncio.gather(*requests, return_exceptions=True)
        assert {type(each) for each in interrupted} == {UploadInterruptedError}
        assert isinstance(last, PartialUpload)
        assert (await content_of(uploads, upload_id)).endswith(b"RIFF")

    async def test_no_more_is_taken_than_there_is_room_for(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        await append(uploads, upload_id, b"RIFF")
        content = stream(b"ab", b"cde", b"never taken")
        with pytest.raises(FileTooLargeError):
            async with uploads.held(upload_id) as held:
                await held.append(content, at_most=4)
        assert await anext(content) == b"never taken"
        assert (await uploads.find(upload_id)).offset == 4
        assert await content_of(uploads, upload_id) == b"RIFF"

    @pytest.mark.parametrize("algorithm", ChecksumAlgorithm)
    async def test_bytes_with_the_right_checksum_are_kept(
        self, uploads: PartialUploads, algorithm: ChecksumAlgorithm
    ) -> None:
        upload_id = await begun(uploads)
        digest = hashlib.new(algorithm, b"RIFF").digest()
        await append(uploads, upload_id, b"RI", b"FF", checksum=Checksum(algorithm, digest))
        assert await content_of(uploads, upload_id) == b"RIFF"

    async def test_bytes_with_a_wrong_checksum_are_not_kept(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        await append(uploads, upload_id, b"RIFF")
        with pytest.raises(ChecksumMismatchError):
            await append(uploads, upload_id, b"!!", checksum=sha256_of(b"??"))
        assert await content_of(uploads, upload_id) == b"RIFF"

    async def test_of_bytes_whose_checksum_cannot_be_compared_none_is_kept(
        self, uploads: PartialUploads
    ) -> None:
        upload_id = await begun(uploads)
        await append(uploads, upload_id, b"RIFF")
        with pytest.raises(ConnectionResetError):
            async with uploads.held(upload_id) as held:
                await held.append(then_cut(b"!!"), at_most=PLENTY, checksum=sha256_of(b"!!??"))
        assert (await uploads.find(upload_id)).offset == 4
        assert await content_of(uploads, upload_id) == b"RIFF"

    async def test_what_is_saved_is_found_with_its_true_offset(
        self, uploads: PartialUploads
    ) -> None:
        upload_id = await begun(uploads, length=None)
        async with uploads.held(upload_id) as held:
            before = held.state
            await held.append(stream(b"RIFF"), at_most=PLENTY)
            changed = before.of_length(9).lasting_until(TOMORROW + timedelta(days=1))
            await held.save(changed)
            assert held.state == replace(changed, offset=4)
        assert await uploads.find(upload_id) == replace(changed, offset=4)

    async def test_what_became_a_clip_keeps_its_id_and_not_its_bytes(
        self, uploads: PartialUploads
    ) -> None:
        upload_id, clip_id = await begun(uploads, length=4), ClipId(uuid4())
        await append(uploads, upload_id, b"RIFF")
        async with uploads.held(upload_id) as held:
            await held.save(held.state.become(clip_id))
            assert held.state.is_kept
        found = await uploads.find(upload_id)
        assert (found.clip_id, found.offset, found.has_arrived) == (clip_id, 4, True)
        assert await content_of(uploads, upload_id) == b""

    async def test_what_was_deleted_is_unknown(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        async with uploads.held(upload_id) as held:
            await held.delete()
        await assert_unknown(uploads, upload_id)

    async def test_whoever_waited_for_what_was_deleted_meanwhile_is_told(
        self, uploads: PartialUploads
    ) -> None:
        upload_id = await begun(uploads)
        async with uploads.held(upload_id) as held:
            waiting = asyncio.create_task(append(uploads, upload_id, b"RIFF"))
            await asyncio.sleep(0)
            await held.delete()
        with pytest.raises(UploadNotFoundError):
            await waiting

    async def test_what_was_never_begun_is_unknown(self, uploads: PartialUploads) -> None:
        await assert_unknown(uploads, UploadId(uuid4()))
        assert await uploads.forget_expired(now=TOMORROW) == 0

    async def test_only_what_is_expired_is_forgotten(self, uploads: PartialUploads) -> None:
        old, lasting = await begun(uploads), await begun(uploads)
        async with uploads.held(lasting) as held:
            await held.save(held.state.lasting_until(TOMORROW + timedelta(hours=1)))
        assert await uploads.forget_expired(now=TOMORROW - timedelta(seconds=1)) == 0
        assert await uploads.forget_expired(now=TOMORROW) == 1
        await assert_unknown(uploads, old)
        assert (await uploads.find(lasting)).id == lasting

    async def test_what_somebody_holds_is_not_forgotten(self, uploads: PartialUploads) -> None:
        upload_id = await begun(uploads)
        async with uploads.held(upload_id):
            assert await uploads.forget_expired(now=TOMORROW) == 0
        assert await uploads.forget_expired(now=TOMORROW) == 1


async def assert_unknown(uploads: PartialUploads, upload_id: UploadId) -> None:
    with pytest.raises(UploadNotFoundError):
        await uploads.find(upload_id)
    with pytest.raises(UploadNotFoundError):
        async with uploads.held(upload_id):
            pytest.fail("there should be nothing to hold")


async def _appending(
    uploads: PartialUploads, upload_id: UploadId, content: AsyncIterator[bytes]
) -> PartialUpload:
    async with uploads.held(upload_id) as held:
        return await held.append(content, at_most=PLENTY)
