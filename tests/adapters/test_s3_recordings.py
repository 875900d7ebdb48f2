"""Recordings at s3:// URLs, from moto's server over HTTP."""

import asyncio
from collections.abc import Iterator

import pytest
from obstore.store import S3Store

from adapters.outbound.net.patience import Patience
from adapters.outbound.net.s3_recordings import S3Recordings
from adapters.outbound.storage.s3_bucket import open_bucket
from application.errors import (
    ApplicationError,
    ForbiddenAddressError,
    InvalidUrlError,
    RemoteFailedError,
    RemoteRefusedError,
)
from application.ports.remote_recordings import RemoteRecordings
from tests.contract.remote_recordings import RemoteRecordingsContract
from tests.fakes.s3_server import S3Server, running_s3_server
from tests.fakes.site import FakeSite, page, serving
from tests.fakes.streams import all_of

PATIENT = Patience(idle=60, overall=60)
HURRIED = Patience(idle=0.5, overall=60)


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with running_s3_server() as server:
        yield server


@pytest.fixture
def store(server: S3Server) -> S3Store:
    return server.opened(server.new_bucket(), prefix="")


async def refusal(recordings: RemoteRecordings, url: str, error: type[ApplicationError]) -> str:
    with pytest.raises(error) as refused:
        async with recordings.open(url) as recording:
            await all_of(recording.content)
    return str(refused.value)


class TestS3Recordings(RemoteRecordingsContract):
    @pytest.fixture(autouse=True)
    def at(self, store: S3Store) -> None:
        self.store = store

    @pytest.fixture
    def recordings(self, store: S3Store) -> RemoteRecordings:
        return S3Recordings({"talks": store}, PATIENT)

    async def put(self, name: str, content: bytes) -> str:
        await self.store.put_async(f"2024/{name}", content)
        return f"s3://talks/2024/{name}"

    @pytest.mark.parametrize("name", ["Gespräch 1.wav", "a%20b.wav", "a?b=c#d.wav", "a+b&c.wav"])
    async def test_a_key_is_taken_as_it_is(self, recordings: RemoteRecordings, name: str) -> None:
        async with recordings.open(await self.put(name, b"RIFF")) as recording:
            assert recording.filename == name
            assert await all_of(recording.content) == b"RIFF"

    async def test_an_object_may_have_a_name_of_its_own(self, recordings: RemoteRecordings) -> None:
        url = await self.put("7f3a", b"RIFF")
        name = {"Content-Disposition": 'attachment; filename="talk.wav"'}
        await self.store.put_async("2024/7f3a", b"RIFF", attributes=name)
        async with recordings.open(url) as recording:
            assert recording.filename == "talk.wav"

    @pytest.mark.parametrize("url", ["s3://", "s3://talks", "s3://talks/", "s3:///talk.wav"])
    async def test_a_bucket_and_a_key_are_needed(
        self, recordings: RemoteRecordings, url: str
    ) -> None:
        await refusal(recordings, url, InvalidUrlError)

    @pytest.mark.parametrize("url", ["s3://talks//a", "s3://talks/a//b", "s3://talks/../a"])
    async def test_a_key_that_leads_round_a_corner_is_not_there(
        self, recordings: RemoteRecordings, url: str
    ) -> None:
        with pytest.raises((InvalidUrlError, RemoteRefusedError)):
            async with recordings.open(url):
                pytest.fail("there is no such object")

    async def test_other_buckets_are_closed(
        self, recordings: RemoteRecordings, server: S3Server
    ) -> None:
        other = server.new_bucket()
        await server.opened(other, prefix="").put_async("talk.wav", b"RIFF")
        said = await refusal(recordings, f"s3://{other}/talk.wav", ForbiddenAddressError)
        assert said == f"Recordings are not taken from the bucket {other}."

    async def test_a_bucket_that_is_not_there_has_no_recordings(self, server: S3Server) -> None:
        recordings = S3Recordings({"talks": server.opened("no-such-bucket")}, PATIENT)
        await refusal(recordings, "s3://talks/talk.wav", RemoteRefusedError)


def at(endpoint: str) -> S3Store:
    """A bucket that is answered for by whoever is there."""
    return open_bucket(
        "talks",
        endpoint=endpoint,
        region="eu-central-1",
        access_key="an-access-key",
        secret_key="a-secret",  # noqa: S106 - it opens nothing
        retries=0,
    )


async def test_keys_that_do_not_open_it_are_told() -> None:
    denied = page(b"<Error><Code>AccessDenied</Code></Error>", "403 Forbidden")
    async with serving(FakeSite({"/talks/talk.wav": denied})) as site:
        recordings = S3Recordings({"talks": at(f"http://{site.address}")}, PATIENT)
        said = await refusal(recordings, "s3://talks/talk.wav", RemoteRefusedError)
    assert said == "The bucket talks may not be read with our keys."


async def test_a_store_that_is_not_there_is_told() -> None:
    recordings = S3Recordings({"talks": at("http://127.0.0.1:1")}, PATIENT)
    said = await refusal(recordings, "s3://talks/talk.wav", RemoteFailedError)
    assert said == "The bucket talks cannot be read now."


async def test_a_store_that_keeps_silent_is_not_waited_for() -> None:
    async def stopping(writer: asyncio.StreamWriter) -> None:
        modified = "Mon, 01 Jan 2024 00:00:00 GMT"
        writer.write(page(b"RIFF", Content_Length="9", ETag='"1"', Last_Modified=modified))
        await asyncio.Event().wait()

    async with serving(FakeSite({"/talks/talk.wav": stopping})) as site:
        recordings = S3Recordings({"talks": at(f"http://{site.address}")}, HURRIED)
        said = await refusal(recordings, "s3://talks/talk.wav", RemoteFailedError)
    assert said == "The bucket talks took too long."
