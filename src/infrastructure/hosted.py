"""Makers of the engines, buckets and workers that a pipeline asks over the network."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import httpx

from adapters.outbound.hosted.deepgram import Deepgram
from adapters.outbound.hosted.deepgram_answer import NAME as DEEPGRAM
from adapters.outbound.hosted.hosted_api import HostedApi
from adapters.outbound.hosted.pyannote_cloud import PyannoteCloud
from adapters.outbound.hosted.pyannote_job import NAME as PYANNOTE
from adapters.outbound.hosted.remote_worker import RemoteWorker, worker_address
from adapters.outbound.hosted.saved_answers import SavedDeepgramAnswer, SavedPyannoteJob
from adapters.outbound.hosted.worker_output import NAME as WORKER
from adapters.outbound.storage.object_bucket import ObjectBucket
from application.errors import HostedServiceError
from application.ports.hosted import HostedDiarizer, RecordingTranscriber, SecondListener
from application.use_cases.pipeline.wishes import Wishes
from infrastructure.pipeline_choices import (
    DeepgramChoice,
    PyannoteChoice,
    StorageChoice,
    WorkerChoice,
)

_CONNECT_SECONDS: Final = 30.0
_ANSWER_SECONDS: Final = 660.0
"""Deepgram takes up to ten minutes, and /runsync as long as it likes."""


def http_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS))


def bucket(choice: StorageChoice, name: str) -> ObjectBucket:
    """At Amazon, the machine itself may have an identity; elsewhere there have to be keys, or the
    library would look for one in vain and keep everybody waiting. Raises HostedServiceError."""
    if choice.endpoint and not (choice.access_key and choice.secret_key):
        raise HostedServiceError(
            f"The bucket {name} needs its keys: --access-key and --secret-key, or "
            "SWAMI_STORAGE_ACCESS_KEY and SWAMI_STORAGE_SECRET_KEY."
        )
    return ObjectBucket(
        name,
        endpoint=choice.endpoint,
        access_key=choice.access_key,
        secret_key=choice.secret_key,
    )


def diarizer(choice: PyannoteChoice, client: httpx.AsyncClient) -> HostedDiarizer | None:
    if choice.json_in is not None:
        return SavedPyannoteJob(choice.json_in)
    if not choice.api_key:
        return None
    return PyannoteCloud(
        api=_api(PYANNOTE, client, choice.url, f"Bearer {choice.api_key}"),
        model=choice.model,
        exclusive=choice.exclusive,
        poll_interval=choice.poll_interval,
        timeout=choice.timeout,
    )


def listener(choice: DeepgramChoice, client: httpx.AsyncClient) -> SecondListener | None:
    if choice.json_in is not None:
        return SavedDeepgramAnswer(choice.json_in)
    if not choice.api_key:
        return None
    return Deepgram(
        api=_api(DEEPGRAM, client, choice.url, f"Token {choice.api_key}"),
        model=choice.model,
        tier=choice.tier,
        version=choice.version,
    )


def worker(
    choice: WorkerChoice,
    wishes: Wishes,
    samples: Sequence[Mapping[str, str]],
    client: httpx.AsyncClient,
    tell: Callable[[str], None],
) -> RecordingTranscriber:
    key = choice.api_key
    told = wishes.as_worker_input()
    return RemoteWorker(
        api=_api(WORKER, client, worker_address(choice.endpoint or ""), f"Bearer {key or ''}"),
        wishes={**({"speaker_samples": list(samples)} if samples else {}), **told},
        model=wishes.model,
        language=wishes.language,
        at_once=choice.at_once,
        timeout=choice.timeout,
        tell=tell if choice.shows_answers else _ignore,
    )


def _api(name: str, client: httpx.AsyncClient, url: str, authorization: str) -> HostedApi:
    return HostedApi(
        name=name, client=client, base_url=url.rstrip("/"), authorization=authorization
    )


def _ignore(_answer: str) -> None:
    """Nobody asked."""
