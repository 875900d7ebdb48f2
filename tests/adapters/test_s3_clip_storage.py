"""Clip bytes in a bucket of a real server."""

import asyncio
import errno
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import httpx
import obstore
import pytest
from obstore.store import S3Store

from adapters.outbound.storage import s3_upload
from adapters.outbound.storage.s3 import S3ClipStorage
from application.errors import StorageFullError, StorageUnavailableError
from application.ports.clip_storage import ClipStorage
from domain.audio_clip import ContentHash
from tests.contract.clip_storage import LONG, PLENTY, ClipStorageContract, kept, tomorrow
from tests.fakes.broken_line import line_to
from tests.fakes.s3_server import S3Server, refusing
from tests.fakes.streams import all_of, stream

MANY_PARTS: Final = [bytes([n]) * (1 << 20) for n in range(20)]
"""20 MB, which go up in three parts."""
MORE_PARTS_THAN_GO_AT_ONCE: Final = MANY_PARTS * 4
UNKNOWN: Final = ContentHash("0" * 64)
NOWHERE: Final = "http://127.0.0.1:1"


@pytest.fixture
def bucket(s3_server: S3Server) -> str:
    return s3_server.new_bucket()


@pytest.fixture
def store(s3_server: S3Server, bucket: str) -> S3Store:
    return s3_server.opened(bucket)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


@pytest.fixture
def storage(store: S3Store, scratch: Path) -> S3ClipStorage:
    return S3ClipStorage(store, scratch=scratch)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestS3ClipStorage(ClipStorageContract):
    @pytest.fixture
    def storage(self, store: S3Store, scratch: Path) -> ClipStorage:
        return S3ClipStorage(store, scratch=scratch)


async def test_the_key_is_the_hash_under_the_prefix(
    storage: S3ClipStorage, s3_server: S3Server, bucket: str
) -> None:
    digits = (await kept(storage, b"RIFF")).hex
    whole = s3_server.opened(bucket, prefix="")
    key = f"kept/here/{digits[:2]}/{digits}"
    assert bytes(await obstore.get_range_async(whole, key, start=0, end=9)) == b"RIFF"


async def test_objects_of_others_are_not_clips(
    storage: S3ClipStorage, store: S3Store, s3_server: S3Server, bucket: str
) -> None:
    content_hash = await kept(storage, b"RIFF")
    await obstore.put_async(store, f"{content_hash.hex[:2]}/notes.txt", b"x")
    elsewhere = S3ClipStorage(s3_server.opened(bucket, prefix="elsewhere"), scratch=Path())
    assert [key async for key in storage.kept(before=tomorrow())] == [content_hash]
    assert [key async for key in elsewhere.kept(before=tomorrow())] == []


async def test_more_is_kept_than_a_page_names(storage: S3ClipStorage, store: S3Store) -> None:
    digits = [f"{number:064x}" for number in range(1005)]
    async with asyncio.TaskGroup() as group:
        for each in digits:
            group.create_task(_put(store, f"{each[:2]}/{each}"))
    assert {key.hex async for key in storage.kept(before=tomorrow())} == set(digits)


async def test_a_large_file_goes_up_in_parts_and_comes_back_in_pieces(
    storage: S3ClipStorage, store: S3Store
) -> None:
    content_hash = await kept(storage, *MANY_PARTS)
    meta = await obstore.head_async(store, f"{content_hash.hex[:2]}/{content_hash.hex}")
    parts = -(-(20 << 20) // s3_upload.PART_BYTES)
    assert (meta["e_tag"] or "").endswith(f'-{parts}"')
    pieces = [piece async for piece in storage.read(content_hash)]
    assert b"".join(pieces) == b"".join(MANY_PARTS)
    assert max(map(len, pieces)) <= 2 << 20


async def test_a_file_is_there_only_while_it_is_looked_at(
    storage: S3ClipStorage, scratch: Path
) -> None:
    content_hash = await kept(storage, *MANY_PARTS)
    async with storage.as_file(content_hash) as path:
        assert files(scratch) == [path]
        assert path.read_bytes() == b"".join(MANY_PARTS)
    assert files(scratch) == []


async def test_a_line_that_breaks_on_the_way_leaves_nothing_under_the_key(
    s3_server: S3Server, bucket: str, storage: S3ClipStorage, scratch: Path
) -> None:
    async with line_to(s3_server.url, breaks_after=12 << 20) as line:
        far = S3ClipStorage(s3_server.opened(bucket, endpoint=line.url), scratch=scratch)
        with pytest.raises(StorageUnavailableError):
            await kept(far, *MANY_PARTS)
        assert line.is_broken
    assert [key async for key in storage.kept(before=tomorrow())] == []
    assert await all_of(storage.read(await kept(storage, *MANY_PARTS))) == b"".join(MANY_PARTS)


async def test_a_line_that_breaks_on_the_way_back_is_no_end_of_the_recording(
    s3_server: S3Server, bucket: str, storage: S3ClipStorage
) -> None:
    content_hash = await kept(storage, *MANY_PARTS)
    async with line_to(s3_server.url) as line:
        far = S3ClipStorage(s3_server.opened(bucket, endpoint=line.url), scratch=Path())
        content = far.read(content_hash)
        await anext(content)
        line.break_now()
        with pytest.raises(StorageUnavailableError):
            await all_of(content)


async def test_a_line_that_breaks_once_on_the_way_back_is_not_noticed(
    s3_server: S3Server, bucket: str, storage: S3ClipStorage
) -> None:
    content_hash = await kept(storage, *MANY_PARTS)
    async with line_to(s3_server.url) as line:
        far = S3ClipStorage(s3_server.opened(bucket, endpoint=line.url), scratch=Path())
        content = far.read(content_hash)
        first = await anext(content)
        line.break_now(for_good=False)
        assert first + await all_of(content) == b"".join(MANY_PARTS)


async def test_an_upload_that_nobody_waits_for_is_taken_back(
    storage: S3ClipStorage, s3_server: S3Server, bucket: str
) -> None:
    async with line_to(s3_server.url) as line:
        far = S3ClipStorage(s3_server.opened(bucket, endpoint=line.url), scratch=Path())
        async with storage.staged(stream(*MORE_PARTS_THAN_GO_AT_ONCE), at_most=PLENTY) as staged:
            keeping = asyncio.create_task(far.keep(staged))
            await line.stands_still(after=1 << 20)
            assert s3_server.unfinished_uploads(bucket) == 1
            keeping.cancel()
            await asyncio.sleep(0)
            line.go_on()
            with pytest.raises(asyncio.CancelledError):
                await keeping
            assert not await storage.has(staged.content_hash)
    assert s3_server.unfinished_uploads(bucket) == 0


async def test_a_full_disk_is_reported_and_leaves_nothing(
    storage: S3ClipStorage, scratch: Path
) -> None:
    async def filling() -> AsyncIterator[bytes]:
        yield LONG
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageFullError):
        async with storage.staged(filling(), at_most=PLENTY):
            pytest.fail("it should not have arrived")
    assert files(scratch) == []


async def test_a_link_gives_the_bytes_to_whoever_has_it(storage: S3ClipStorage) -> None:
    content_hash = await kept(storage, b"RIFF")
    url = await storage.link(content_hash, lasting=timedelta(minutes=5))
    assert "X-Amz-Expires=300" in url
    async with httpx.AsyncClient() as anybody:
        assert (await anybody.get(url)).content == b"RIFF"


async def test_a_link_leads_to_where_clients_know_the_store(
    s3_server: S3Server, bucket: str, store: S3Store
) -> None:
    public = s3_server.opened(bucket, endpoint="https://recordings.example.org")
    storage = S3ClipStorage(store, scratch=Path(), public=public)
    url = await storage.link(UNKNOWN, lasting=timedelta(minutes=5))
    assert url.startswith(f"https://recordings.example.org/{bucket}/kept/here/00/")


async def test_a_store_that_is_gone_is_said_to_be(
    s3_server: S3Server, scratch: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = S3ClipStorage(s3_server.opened("clips", endpoint=NOWHERE), scratch=scratch)
    await assert_unavailable(gone, "cannot be used now")
    assert "a-secret" not in caplog.text
    assert NOWHERE in caplog.text


async def test_a_bucket_that_does_not_exist_is_said_to_be_missing(
    s3_server: S3Server, scratch: Path
) -> None:
    await assert_unavailable(
        S3ClipStorage(s3_server.opened("no-such-bucket"), scratch=scratch), "does not exist"
    )


async def test_a_store_that_refuses_this_server_is_said_to(
    s3_server: S3Server, storage: S3ClipStorage
) -> None:
    with s3_server.refusing_everybody():
        await assert_unavailable(storage, "refuses this server")


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "QuotaExceeded"), (507, "XMinioStorageFull"), (507, "SomethingElse")],
)
async def test_a_store_that_is_full_is_said_to_be(
    s3_server: S3Server, scratch: Path, status: int, code: str
) -> None:
    async with refusing(status, code) as url:
        full = S3ClipStorage(s3_server.opened("clips", endpoint=url), scratch=scratch)
        for content in ([b"RIFF"], MANY_PARTS):
            with pytest.raises(StorageFullError):
                await kept(full, *content)


async def _put(store: S3Store, key: str) -> None:
    await obstore.put_async(store, key, b"x")


async def assert_unavailable(storage: S3ClipStorage, text: str) -> None:
    """Whatever it is asked for."""
    for asking in (
        kept(storage, b"RIFF"),
        kept(storage, *MANY_PARTS),
        all_of(storage.read(UNKNOWN)),
        storage.as_file(UNKNOWN).__aenter__(),
        storage.has(UNKNOWN),
        storage.delete(UNKNOWN),
        anext(storage.kept(before=tomorrow())),
    ):
        with pytest.raises(StorageUnavailableError, match=text):
            await asking
