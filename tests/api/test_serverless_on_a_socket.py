"""A client of the worker, and a recording that is fetched: all of it on real sockets."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from dependency_injector import providers
from fastapi import FastAPI

from adapters.outbound.hosted.hosted_api import HostedApi
from adapters.outbound.hosted.remote_worker import RemoteWorker
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.net.http_recordings import HttpRecordings
from adapters.outbound.net.patience import Patience
from application.errors import HostedServiceError
from application.ports.hosted import Recording
from infrastructure.container import Container
from tests.fakes import live_server
from tests.fakes.site import FakeSite, page, serving

KEY = "some-key"


@pytest.fixture
async def site(wav: bytes) -> AsyncIterator[FakeSite]:
    async with serving(FakeSite({"/talk.wav": page(wav)})) as site:
        yield site


@pytest.fixture
def app(app: FastAPI, container: Container) -> FastAPI:
    """With recordings that are fetched indeed."""
    client = guarded_client(AddressRules.of(allowed=["127.0.0.1"]), timeout=10)
    recordings = HttpRecordings(client, Patience(idle=10, overall=10))
    container.remote_recordings.override(providers.Object(recordings))
    return app


@pytest.fixture
def base(app: FastAPI) -> Iterator[str]:
    """Where a client finds the worker."""
    with live_server.serving(app) as server:
        yield server.url


@pytest.fixture(params=["", "/v2/some-endpoint"])
async def worker(base: str, request: pytest.FixtureRequest) -> AsyncIterator[RemoteWorker]:
    async with httpx.AsyncClient(timeout=30) as client:
        yield a_worker(client, base + request.param, at_once=False)


def a_worker(client: httpx.AsyncClient, base: str, *, at_once: bool) -> RemoteWorker:
    async def no_pause(_seconds: float) -> None:
        await asyncio.sleep(0)

    return RemoteWorker(
        api=HostedApi(
            name="The worker",
            client=client,
            base_url=base,
            authorization=f"Bearer {KEY}",
            sleep=no_pause,
        ),
        wishes={"align_output": True, "diarization": True},
        model=None,
        language=None,
        at_once=at_once,
        timeout=30,
        tell=lambda _answer: None,
    )


def at(site: FakeSite, path: str) -> Recording:
    return Recording(url=f"http://{site.address}{path}")


async def test_a_client_that_asks_again_and_again_has_the_transcript(
    worker: RemoteWorker, site: FakeSite
) -> None:
    transcript = await worker.transcribe(at(site, "/talk.wav"))
    assert transcript.text == "Hello there. General Kenobi."
    assert transcript.speakers == ["SPEAKER_00", "SPEAKER_01"]
    assert [word.text.strip() for word in transcript.words][:2] == ["Hello", "there."]


async def test_a_client_that_waits_has_the_transcript(base: str, site: FakeSite) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        worker = a_worker(client, base, at_once=True)
        transcript = await worker.transcribe(at(site, "/talk.wav"))
    assert transcript.text == "Hello there. General Kenobi."
    assert transcript.language.code == "en"


async def test_a_client_is_told_why_there_is_no_transcript(
    worker: RemoteWorker, site: FakeSite
) -> None:
    with pytest.raises(HostedServiceError, match=r"404|not there|has nothing"):
        await worker.transcribe(at(site, "/nothing.wav"))


async def test_a_worker_is_sent_to_no_private_address(worker: RemoteWorker) -> None:
    with pytest.raises(HostedServiceError, match="SSRF_ALLOWED_NETWORKS"):
        await worker.transcribe(Recording(url="http://169.254.169.254/latest/"))
