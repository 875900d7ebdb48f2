"""The client of a worker's /run, /runsync, /status and /cancel, on a real socket."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from adapters.outbound.hosted.hosted_api import HostedApi
from adapters.outbound.hosted.remote_worker import RemoteWorker, worker_address
from application.errors import HostedServiceError, NoUrlToFetchError
from application.ports.hosted import Recording
from domain.languages import Language
from domain.time_span import TimeSpan
from tests.fakes.hosted_answers import HELLO
from tests.fakes.hosted_services import HostedServices

MakeWorker: TypeAlias = Callable[..., RemoteWorker]

URL = Recording(url="https://bucket.example/talk.wav?signature=s")
QUEUED = {"id": "j1", "status": "IN_QUEUE"}
DONE = {"id": "j1", "status": "COMPLETED", "output": HELLO}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def make_worker(api: HostedApi, told: list[str]) -> MakeWorker:
    def made(*, at_once: bool = False, timeout: float = 60) -> RemoteWorker:
        return RemoteWorker(
            api=api,
            wishes={"align_output": True, "beam_size": 3},
            model=None,
            language=None,
            at_once=at_once,
            timeout=timeout,
            tell=told.append,
        )

    return made


async def test_a_job_is_followed_to_its_transcript(
    services: HostedServices, make_worker: MakeWorker, pauses: list[float], told: list[str]
) -> None:
    services.answers("POST", "/run", QUEUED)
    services.answers("GET", "/status/j1", {"id": "j1", "status": "IN_PROGRESS"}, DONE)
    transcript = await make_worker().transcribe(URL)
    assert services.asked[0].json == {
        "input": {"audio_file": URL.url, "align_output": True, "beam_size": 3}
    }
    assert transcript.text == "Hello there. General Kenobi."
    assert [word.text for word in transcript.words] == [" Hello", " there.", " General", " Kenobi."]
    assert transcript.language == Language("en")
    assert pauses == [0.1, 0.2]
    assert len(told) == 3


async def test_one_request_can_be_enough(services: HostedServices, make_worker: MakeWorker) -> None:
    services.answers("POST", "/runsync", DONE)
    assert len((await make_worker(at_once=True).transcribe(URL)).words) == 4
    assert len(services.asked) == 1


async def test_a_synchronous_job_that_goes_on_is_followed(
    services: HostedServices, make_worker: MakeWorker
) -> None:
    services.answers("POST", "/runsync", {"id": "j1", "status": "IN_PROGRESS"})
    services.answers("GET", "/status/j1", DONE)
    assert len((await make_worker(at_once=True).transcribe(URL)).words) == 4


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ({"status": "FAILED", "error": "out of memory"}, "as FAILED: out of memory"),
        ({"status": "TIMED_OUT"}, "as TIMED_OUT: it does not say why"),
        ({"status": "COMPLETED", "output": {"error": "no audio"}}, "no audio"),
        ({"status": "COMPLETED", "output": {"text": "hi"}}, "without segments"),
        ({"status": "COMPLETED", "output": {"segments": []}}, "which language"),
    ],
)
async def test_a_job_that_ends_badly_says_why(
    services: HostedServices, make_worker: MakeWorker, job: dict[str, object], words: str
) -> None:
    services.answers("POST", "/run", {"id": "j1", **job})
    with pytest.raises(HostedServiceError, match=words):
        await make_worker().transcribe(URL)


async def test_a_job_without_an_id_cannot_be_followed(
    services: HostedServices, make_worker: MakeWorker
) -> None:
    services.answers("POST", "/run", {"status": "IN_QUEUE"})
    with pytest.raises(HostedServiceError, match="without the id"):
        await make_worker().transcribe(URL)


async def test_a_job_that_nobody_waits_for_any_more_is_cancelled(
    services: HostedServices, make_worker: MakeWorker
) -> None:
    services.answers("POST", "/run", QUEUED)
    services.answers("GET", "/status/j1", QUEUED)
    services.answers("POST", "/cancel/j1", {"id": "j1", "status": "CANCELLED"})
    with pytest.raises(HostedServiceError, match=r"not done within 0\.3 s"):
        await make_worker(timeout=0.3).transcribe(URL)
    assert len(services.to("/cancel/j1")) == 1


async def test_whoever_leaves_cancels_it(services: HostedServices, make_worker: MakeWorker) -> None:
    services.answers("POST", "/run", QUEUED)
    services.answers("GET", "/status/j1", QUEUED)
    services.answers("POST", "/cancel/j1", {})
    submitted = asyncio.Event()
    worker = replace(make_worker(), tell=lambda _answer: submitted.set())
    waiting = asyncio.create_task(worker.transcribe(URL))
    await submitted.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(services.to("/cancel/j1")) == 1


async def test_a_recording_needs_a_url(make_worker: MakeWorker) -> None:
    with pytest.raises(NoUrlToFetchError):
        await make_worker().transcribe(Recording())


async def test_words_without_times_share_what_is_left(
    services: HostedServices, make_worker: MakeWorker
) -> None:
    words = [
        {"word": "In", "start": 0.0, "end": 0.4},
        {"word": "1984"},
        {"word": "and"},
        {"word": "so", "start": 1.4, "end": 1.8},
        {"word": "on."},
    ]
    segment = {"start": 0.0, "end": 2.0, "text": "In 1984 and so on.", "words": words}
    output = {"segments": [segment], "detected_language": "en"}
    services.answers("POST", "/run", {**DONE, "output": output})
    transcript = await make_worker().transcribe(URL)
    spans = [word.span for word in transcript.words]
    assert spans[1].start == 0.4
    assert spans[2].end == pytest.approx(1.4)
    assert spans[1].end == spans[2].start
    assert spans[4] == TimeSpan(1.8, 2.0)


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("https://here.example:8000/", "https://here.example:8000"),
        ("https://api.runpod.ai/v2/abc/run", "https://api.runpod.ai/v2/abc"),
        ("https://api.runpod.ai/v2/abc/runsync/", "https://api.runpod.ai/v2/abc"),
        ("abc123", "https://api.runpod.ai/v2/abc123"),
    ],
)
def test_an_endpoint_is_named_in_several_ways(endpoint: str, address: str) -> None:
    assert worker_address(endpoint) == address
