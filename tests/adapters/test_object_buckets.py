"""A bucket for recordings and transcripts, against moto's server over HTTP."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from adapters.outbound.storage.object_bucket import ObjectBucket
from application.errors import HostedServiceError
from tests.fakes.s3_server import S3Server
from tests.fakes.streams import all_of

HOUR = timedelta(hours=1)
SECRET = "a-secret"  # noqa: S105 - it opens nothing


@pytest.fixture
def bucket(s3_server: S3Server) -> ObjectBucket:
    return opened(s3_server, s3_server.new_bucket())


def opened(server: S3Server, name: str) -> ObjectBucket:
    return ObjectBucket(name, endpoint=server.url, access_key="an-access-key", secret_key=SECRET)


async def test_a_file_comes_back_as_it_went_in(bucket: ObjectBucket, tmp_path: Path) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(bytes(range(256)) * 50_000)  # two parts of an upload
    await bucket.put_file("audio/a talk.wav", talk, content_hash="abc")
    assert await all_of(bucket.read("audio/a talk.wav")) == talk.read_bytes()
    assert await bucket.has("audio/a talk.wav")
    assert await bucket.hash_of("audio/a talk.wav") == "abc"


async def test_anybody_may_read_by_a_presigned_url(bucket: ObjectBucket) -> None:
    await bucket.put_text("t/ä.srt", "1\n", media_type="application/x-subrip")
    url = await bucket.presigned("t/ä.srt", expires_in=HOUR)
    async with httpx.AsyncClient() as client:
        answer = await client.get(url)
    assert (answer.text, answer.headers["Content-Type"]) == ("1\n", "application/x-subrip")
    assert SECRET not in url


async def test_what_is_not_there_is_told_so(bucket: ObjectBucket) -> None:
    assert not await bucket.has("none")
    assert await bucket.hash_of("none") is None
    with pytest.raises(HostedServiceError, match="has no none"):
        await all_of(bucket.read("none"))


async def test_an_object_of_somebody_else_has_no_hash(bucket: ObjectBucket) -> None:
    await bucket.put_text("note", "hello", media_type="text/plain")
    assert await bucket.hash_of("note") is None


async def test_a_bucket_that_is_not_there_is_told_so(s3_server: S3Server, tmp_path: Path) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(b"sound")
    with pytest.raises(HostedServiceError, match="does not exist"):
        await opened(s3_server, "no-such-bucket").put_file("a", talk, content_hash="abc")


async def test_keys_that_are_refused_are_told_so(s3_server: S3Server) -> None:
    bucket = opened(s3_server, s3_server.new_bucket())
    with s3_server.refusing_everybody(), pytest.raises(HostedServiceError) as refused:
        await bucket.put_text("note", "hello", media_type="text/plain")
    assert "refuses these keys" in str(refused.value)
    assert SECRET not in str(refused.value)
