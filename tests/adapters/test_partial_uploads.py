import asyncio
import errno
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.storage.partial_uploads import FilesystemPartialUploads
from application.errors import StorageFullError, UploadBusyError, UploadInterruptedError
from application.ports.partial_uploads import Checksum, PartialUploads
from domain.audio_clip import ClipId
from domain.partial_upload import UploadId
from tests.contract.partial_uploads import (
    PLENTY,
    TOMORROW,
    PartialUploadsContract,
    append,
    assert_unknown,
    begun,
    content_of,
    sha256_of,
    then_nothing,
)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def only_part(folder: Path) -> Path:
    (part,) = folder.rglob("*.part")
    return part


class TestFilesystemPartialUploads(PartialUploadsContract):
    @pytest.fixture
    def uploads(self, tmp_path: Path) -> PartialUploads:
        return FilesystemPartialUploads(tmp_path / "clips")

    async def test_an_upload_outlives_the_process(self, tmp_path: Path) -> None:
        upload_id = await begun(FilesystemPartialUploads(tmp_path))
        await append(FilesystemPartialUploads(tmp_path), upload_id, b"RIFF")
        assert (await FilesystemPartialUploads(tmp_path).find(upload_id)).offset == 4

    async def test_every_byte_that_came_is_there_when_the_process_is_killed(
        self, tmp_path: Path
    ) -> None:
        after, upload_id = await _as_a_crash_leaves_it(tmp_path, checksum=None)
        assert await content_of(after, upload_id) == b"RIFF!!"
        assert (await append(after, upload_id, b"??")).offset == 8

    async def test_bytes_without_their_checksum_are_gone_when_the_process_is_killed(
        self, tmp_path: Path
    ) -> None:
        after, upload_id = await _as_a_crash_leaves_it(tmp_path, checksum=sha256_of(b"!!??"))
        assert (await after.find(upload_id)).offset == 4
        assert await content_of(after, upload_id) == b"RIFF"
        assert (await append(after, upload_id, b"??")).offset == 6

    async def test_another_process_is_not_waited_for(self, tmp_path: Path) -> None:
        ours, theirs = FilesystemPartialUploads(tmp_path), FilesystemPartialUploads(tmp_path)
        upload_id = await begun(ours)
        async with theirs.held(upload_id):
            with pytest.raises(UploadBusyError):
                await append(ours, upload_id, b"RIFF")
        assert (await append(ours, upload_id, b"RIFF")).offset == 4

    async def test_a_line_that_is_silent_for_long_is_given_up(self, tmp_path: Path) -> None:
        uploads = FilesystemPartialUploads(tmp_path, patience=0.01)
        upload_id = await begun(uploads)
        with pytest.raises(UploadInterruptedError, match="No byte"):
            async with uploads.held(upload_id) as held:
                await held.append(then_nothing(b"RIFF"), at_most=PLENTY)
        assert (await uploads.find(upload_id)).offset == 4

    async def test_a_full_disk_is_reported_and_what_fitted_is_kept(self, tmp_path: Path) -> None:
        async def filling() -> AsyncIterator[bytes]:
            yield b"RIFF"
            raise OSError(errno.ENOSPC, "No space left on device")

        uploads = FilesystemPartialUploads(tmp_path)
        upload_id = await begun(uploads)
        with pytest.raises(StorageFullError):
            async with uploads.held(upload_id) as held:
                await held.append(filling(), at_most=PLENTY)
        assert (await uploads.find(upload_id)).offset == 4

    async def test_an_upload_cut_off_while_it_became_a_clip_is_one(self, tmp_path: Path) -> None:
        uploads = FilesystemPartialUploads(tmp_path)
        upload_id = await begun(uploads, length=4)
        await append(uploads, upload_id, b"RIFF")
        async with uploads.held(upload_id) as held:
            await held.save(held.state.become(ClipId(uuid4())))
        part = only_part(tmp_path)
        part.write_bytes(b"RIFF")  # its bytes were not let go yet
        assert (await uploads.find(upload_id)).is_kept
        assert (await uploads.find(upload_id)).offset == 4

    async def test_an_upload_cut_off_while_it_was_begun_is_none(self, tmp_path: Path) -> None:
        uploads = FilesystemPartialUploads(tmp_path)
        upload_id = await begun(uploads)
        part = only_part(tmp_path)
        part.unlink()
        await assert_unknown(uploads, upload_id)
        assert await uploads.forget_expired(now=TOMORROW) == 1
        assert files(tmp_path) == []

    async def test_what_is_forgotten_leaves_nothing(self, tmp_path: Path) -> None:
        uploads = FilesystemPartialUploads(tmp_path)
        await append(uploads, await begun(uploads), b"RIFF")
        async with uploads.held(await begun(uploads)) as held:
            await held.delete()
        assert await uploads.forget_expired(now=TOMORROW) == 1
        assert files(tmp_path) == []


async def _as_a_crash_leaves_it(
    folder: Path, *, checksum: Checksum | None
) -> tuple[PartialUploads, UploadId]:
    """Uploads as they lie there while six bytes of eight have come."""
    before = FilesystemPartialUploads(folder / "before")
    upload_id = await begun(before)
    await append(before, upload_id, b"RIFF")
    part = only_part(folder)

    async def interrupted() -> None:
        async with before.held(upload_id) as held:
            await held.append(then_nothing(b"!!"), at_most=PLENTY, checksum=checksum)

    request = asyncio.create_task(interrupted())
    while part.stat().st_size < 6:  # noqa: ASYNC110 - nobody says when
        await asyncio.sleep(0)
    await asyncio.to_thread(shutil.copytree, folder / "before", folder / "after")
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    return FilesystemPartialUploads(folder / "after"), upload_id
