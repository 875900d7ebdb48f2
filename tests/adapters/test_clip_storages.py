import asyncio
import errno
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from adapters.outbound.memory.clip_storage import InMemoryClipStorage
from adapters.outbound.storage.arrival import write_arriving
from adapters.outbound.storage.filesystem import FilesystemClipStorage
from adapters.outbound.storage.open_file import opened, to_its_end
from application.errors import StorageFullError
from application.ports.clip_storage import ClipStorage
from tests.contract.clip_storage import LONG, PLENTY, ClipStorageContract, kept, tomorrow
from tests.fakes.streams import all_of, stream

_FULL: Final = Path("/dev/full")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestInMemoryClipStorage(ClipStorageContract):
    @pytest.fixture
    def storage(self) -> ClipStorage:
        return InMemoryClipStorage()


class TestFilesystemClipStorage(ClipStorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> ClipStorage:
        return FilesystemClipStorage(tmp_path / "clips")

    async def test_a_clip_outlives_the_process(self, tmp_path: Path) -> None:
        content_hash = await kept(FilesystemClipStorage(tmp_path), b"RIFF")
        assert await all_of(FilesystemClipStorage(tmp_path).read(content_hash)) == b"RIFF"

    async def test_the_file_is_the_kept_one_and_not_a_copy(self, tmp_path: Path) -> None:
        storage = FilesystemClipStorage(tmp_path)
        content_hash = await kept(storage, b"RIFF")
        async with storage.as_file(content_hash) as path:
            assert path == tmp_path / content_hash.hex[:2] / content_hash.hex
        assert path.exists()

    async def test_a_file_system_without_hard_links_keeps_a_copy(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(_path: Path, _target: Path) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
        storage = FilesystemClipStorage(tmp_path)
        content_hash = await kept(storage, LONG)
        assert await all_of(storage.read(content_hash)) == LONG
        assert len(_files(tmp_path)) == 1

    async def test_files_of_others_are_not_clips(self, tmp_path: Path) -> None:
        storage = FilesystemClipStorage(tmp_path)
        content_hash = await kept(storage, b"RIFF")
        (tmp_path / content_hash.hex[:2] / "notes.txt").touch()
        (tmp_path / "lost+found").mkdir()
        assert [key async for key in storage.kept(before=tomorrow())] == [content_hash]

    async def test_a_full_disk_is_reported_and_leaves_nothing(self, tmp_path: Path) -> None:
        async def filling() -> AsyncIterator[bytes]:
            yield LONG
            raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(StorageFullError):
            async with FilesystemClipStorage(tmp_path).staged(filling(), at_most=PLENTY):
                pytest.fail("it should not have arrived")
        assert _files(tmp_path) == []

    @pytest.mark.skipif(not _FULL.exists(), reason="only Linux has a device that is always full")
    @pytest.mark.parametrize("content", [b"x", LONG])
    async def test_a_device_that_is_full_is_reported(self, content: bytes) -> None:
        with pytest.raises(StorageFullError):
            await write_arriving(stream(content), _FULL, at_most=PLENTY)


async def test_work_that_is_cancelled_is_first_brought_to_its_end() -> None:
    may_end, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await may_end.wait()
        ended.set()

    task = asyncio.create_task(to_its_end(work()))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_a_file_whose_opening_was_cancelled_is_closed_all_the_same() -> None:
    may_open, closed = asyncio.Event(), asyncio.Event()

    class Door:
        async def close(self) -> None:
            closed.set()

    async def open_slowly() -> Door:
        await may_open.wait()
        return Door()

    async def enter() -> None:
        async with opened(open_slowly()):
            pytest.fail("it was cancelled before it was open")

    task = asyncio.create_task(enter())
    await asyncio.sleep(0)
    task.cancel()
    may_open.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed.is_set()
