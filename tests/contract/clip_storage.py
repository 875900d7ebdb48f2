"""What every ClipStorage does. An adapter's own test module names itself and inherits this."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from application.errors import ClipNotFoundError, FileTooLargeError
from application.ports.clip_storage import ClipStorage
from domain.audio_clip import ContentHash
from tests.fakes.streams import all_of, stream

PLENTY: Final = 1 << 30
LONG: Final = bytes(range(256)) * 12_000
"""About 3 MB, so that nothing that works in blocks gets by with one."""


async def kept(storage: ClipStorage, *chunks: bytes) -> ContentHash:
    async with storage.staged(stream(*chunks), at_most=PLENTY) as staged:
        await storage.keep(staged)
        return staged.content_hash


class ClipStorageContract:
    async def test_gives_back_what_was_kept(self, storage: ClipStorage) -> None:
        content_hash = await kept(storage, b"RI", b"FF")
        assert await storage.has(content_hash)
        assert await all_of(storage.read(content_hash)) == b"RIFF"

    async def test_content_of_many_blocks_comes_back_whole(self, storage: ClipStorage) -> None:
        pieces = [LONG[at : at + 70_001] for at in range(0, len(LONG), 70_001)]
        assert await all_of(storage.read(await kept(storage, *pieces))) == LONG

    async def test_what_arrived_is_a_file_of_known_hash_and_size(
        self, storage: ClipStorage
    ) -> None:
        async with storage.staged(stream(LONG, b"!"), at_most=PLENTY) as staged:
            assert staged.path.read_bytes() == LONG + b"!"
            assert staged.content_hash.hex == hashlib.sha256(LONG + b"!").hexdigest()
            assert staged.size_bytes == len(LONG) + 1

    async def test_an_empty_file_arrives_as_one(self, storage: ClipStorage) -> None:
        async with storage.staged(stream(), at_most=PLENTY) as staged:
            assert staged.size_bytes == 0
            assert staged.path.read_bytes() == b""

    async def test_what_was_only_staged_is_forgotten(self, storage: ClipStorage) -> None:
        async with storage.staged(stream(b"RIFF"), at_most=PLENTY) as staged:
            assert not await storage.has(staged.content_hash)
        assert not staged.path.exists()
        assert not await storage.has(staged.content_hash)

    async def test_as_many_bytes_as_allowed_may_arrive(self, storage: ClipStorage) -> None:
        async with storage.staged(stream(b"ab", b"cd"), at_most=4) as staged:
            assert staged.size_bytes == 4

    async def test_one_byte_too_many_ends_the_arrival_at_once(self, storage: ClipStorage) -> None:
        content = stream(b"ab", b"cde", b"never taken")
        with pytest.raises(FileTooLargeError):
            async with storage.staged(content, at_most=4):
                pytest.fail("it should not have arrived")
        assert await anext(content) == b"never taken"

    async def test_an_upload_that_breaks_off_leaves_nothing(self, storage: ClipStorage) -> None:
        async def broken() -> AsyncIterator[bytes]:
            yield LONG
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            async with storage.staged(broken(), at_most=PLENTY):
                pytest.fail("it should not have arrived")
        assert await storage.forget_abandoned(before=tomorrow()) == 0

    async def test_an_upload_that_is_cancelled_leaves_nothing(self, storage: ClipStorage) -> None:
        underway = asyncio.Event()

        async def endless() -> AsyncIterator[bytes]:
            yield LONG
            underway.set()
            await asyncio.Event().wait()

        async def upload() -> None:
            async with storage.staged(endless(), at_most=PLENTY):
                pytest.fail("it should not have arrived")

        task = asyncio.create_task(upload())
        await underway.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await storage.forget_abandoned(before=tomorrow()) == 0

    async def test_the_same_bytes_are_kept_once(self, storage: ClipStorage) -> None:
        assert await kept(storage, b"a", b"b") == await kept(storage, b"ab")
        assert len([content_hash async for content_hash in storage.kept(before=tomorrow())]) == 1

    async def test_keeping_twice_is_keeping_once(self, storage: ClipStorage) -> None:
        async with storage.staged(stream(b"RIFF"), at_most=PLENTY) as staged:
            await storage.keep(staged)
            await storage.keep(staged)
        assert await all_of(storage.read(staged.content_hash)) == b"RIFF"

    async def test_what_is_deleted_before_its_arrival_ends_can_be_kept_again(
        self, storage: ClipStorage
    ) -> None:
        async with storage.staged(stream(b"RI", b"FF"), at_most=PLENTY) as staged:
            await storage.keep(staged)
            await storage.delete(staged.content_hash)
            await storage.keep(staged)
        assert await all_of(storage.read(staged.content_hash)) == b"RIFF"

    @pytest.mark.parametrize(
        ("start", "stop"),
        [(0, 1), (0, None), (5, 9), (5, None), (5, 5), (9, 5), (0, 1 << 40), (1 << 40, None)],
    )
    async def test_a_part_can_be_read(
        self, storage: ClipStorage, start: int, stop: int | None
    ) -> None:
        content_hash = await kept(storage, b"0123456789")
        part = await all_of(storage.read(content_hash, start=start, stop=stop))
        assert part == b"0123456789"[start:stop]

    async def test_a_part_that_spans_blocks_can_be_read(self, storage: ClipStorage) -> None:
        content_hash = await kept(storage, LONG)
        part = await all_of(storage.read(content_hash, start=7, stop=2_000_007))
        assert part == LONG[7:2_000_007]

    async def test_the_bytes_can_be_had_as_a_file(self, storage: ClipStorage) -> None:
        async with storage.as_file(await kept(storage, b"RIFF")) as path:
            assert path.read_bytes() == b"RIFF"

    async def test_what_was_never_kept_cannot_be_read(self, storage: ClipStorage) -> None:
        unknown = ContentHash("0" * 64)
        assert not await storage.has(unknown)
        with pytest.raises(ClipNotFoundError):
            await all_of(storage.read(unknown))
        with pytest.raises(ClipNotFoundError):
            async with storage.as_file(unknown):
                pytest.fail("there should be no file")

    async def test_deleting_twice_is_deleting_once(self, storage: ClipStorage) -> None:
        content_hash = await kept(storage, b"x")
        await storage.delete(content_hash)
        await storage.delete(content_hash)
        with pytest.raises(ClipNotFoundError):
            await all_of(storage.read(content_hash))

    async def test_what_was_deleted_can_be_kept_again(self, storage: ClipStorage) -> None:
        await storage.delete(await kept(storage, b"x"))
        assert await all_of(storage.read(await kept(storage, b"x"))) == b"x"

    async def test_names_everything_that_is_kept(self, storage: ClipStorage) -> None:
        assert [content_hash async for content_hash in storage.kept(before=tomorrow())] == []
        expected = {await kept(storage, letter) for letter in (b"a", b"b", b"c")}
        async with storage.staged(stream(b"d"), at_most=PLENTY):
            assert {
                content_hash async for content_hash in storage.kept(before=tomorrow())
            } == expected

    async def test_what_arrived_only_now_is_not_named_among_the_older(
        self, storage: ClipStorage
    ) -> None:
        await kept(storage, b"a")
        yesterday = tomorrow() - timedelta(days=2)
        assert [content_hash async for content_hash in storage.kept(before=yesterday)] == []

    async def test_everything_can_be_deleted_while_it_is_named(self, storage: ClipStorage) -> None:
        for letter in (b"a", b"b", b"c"):
            await kept(storage, letter)
        async for content_hash in storage.kept(before=tomorrow()):
            await storage.delete(content_hash)
        assert [content_hash async for content_hash in storage.kept(before=tomorrow())] == []

    async def test_old_leftovers_of_a_crash_are_forgotten(self, storage: ClipStorage) -> None:
        left = await _left_behind(storage)
        assert await storage.forget_abandoned(before=tomorrow()) == 1
        assert not left.exists()
        assert await storage.forget_abandoned(before=tomorrow()) == 0

    async def test_an_upload_that_may_be_under_way_is_not_a_leftover(
        self, storage: ClipStorage
    ) -> None:
        left = await _left_behind(storage)
        assert await storage.forget_abandoned(before=tomorrow() - timedelta(days=2)) == 0
        assert left.exists()
        assert await storage.forget_abandoned(before=tomorrow()) == 1

    async def test_leftovers_of_a_crash_are_not_what_is_kept(self, storage: ClipStorage) -> None:
        content_hash = await kept(storage, b"x")
        assert await storage.forget_abandoned(before=tomorrow()) == 0
        assert await storage.has(content_hash)


_CRASHED: Final[list[object]] = []
"""Uploads that nobody ends; kept from the garbage collector, which would end them."""


async def _left_behind(storage: ClipStorage) -> Path:
    upload = storage.staged(stream(b"RIFF"), at_most=PLENTY)
    _CRASHED.append(upload)
    return (await upload.__aenter__()).path


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)
