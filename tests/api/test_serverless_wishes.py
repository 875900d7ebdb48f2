"""What the worker's input may say that is not heeded, and what is kept of it."""

import logging
from typing import Any, Final
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from adapters.inbound.serverless.unheeded import UNHEEDED
from domain.decoding_options import DecodingOptions
from domain.language_search import LanguageSearch
from domain.speech import speech_thresholds
from domain.transcription_job import JobId
from tests.fakes.service import Service

PLAIN: Final = "https://example.org/talk.wav"
URL: Final = "https://ada:hunter1@example.org/talk.wav?X-Amz-Signature=hunter2#hunter3"
SAMPLES: Final = [
    {"name": "Ada", "url": "https://example.org/ada.wav?token=hunter4"},
    {"url": "https://example.org/grace.wav?name=grace"},
]
USUAL: Final[dict[str, object]] = {
    "language": None,
    "language_detection_min_prob": 0,
    "language_detection_max_tries": 5,
    "initial_prompt": None,
    "batch_size": 64,
    "temperature": 0,
    "vad_onset": 0.5,
    "vad_offset": 0.363,
    "align_output": False,
    "diarization": False,
    "huggingface_access_token": None,
    "min_speakers": None,
    "max_speakers": None,
    "debug": False,
    "speaker_samples": [],
    "speaker_verification": False,
}
UNUSUAL: Final[dict[str, object]] = {
    "num_speakers": 2,
    "min_speakers": 2,
    "max_speakers": 5,
    "huggingface_access_token": "hf_hunter5",
    "speaker_samples": SAMPLES,
    "speaker_verification": True,
    "debug": True,
}
"""Those about speakers are not heeded without diarization."""
BESIDE: Final[dict[str, dict[str, object]]] = {
    "policy.executionTimeout": {"policy": {"executionTimeout": 900_000}},
    "policy.ttl": {"policy": {"ttl": 3_600_000}},
    "s3Config": {"s3Config": {"accessId": "me", "accessSecret": "hunter6"}},
}


@pytest.fixture(autouse=True)
def recording(service: Service, wav: bytes) -> None:
    service.elsewhere.by_url.update({PLAIN: wav, URL: wav})


async def warned(client: AsyncClient, body: dict[str, object]) -> list[str]:
    answer = await client.post("/runsync", json=body)
    assert answer.status_code == 200, answer.text
    warnings: list[str] = answer.json()["output"].get("warnings", [])
    return warnings


def test_the_input_has_the_worker_s_fields_and_defaults(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"]
    described = schemas["JobInput"]["properties"]
    assert schemas["JobInput"]["required"] == ["audio_file"]
    assert {name: described[name].get("default") for name in USUAL} == USUAL
    assert all(field["description"] for field in described.values())
    posted = app.openapi()["paths"]["/run"]["post"]["requestBody"]["content"]
    assert posted["application/json"]["schema"]["$ref"].endswith("/RunRequest")


async def test_what_is_done_anyway_is_no_reason_for_a_warning(client: AsyncClient) -> None:
    assert await warned(client, {"input": {"audio_file": PLAIN, **USUAL}}) == []


async def test_what_is_said_of_the_search_reaches_the_engines(
    client: AsyncClient, service: Service
) -> None:
    wishes = {
        "language_detection_min_prob": 0.5,
        "language_detection_max_tries": 2,
        "batch_size": 32,
        "temperature": 0.2,
        "beam_size": 3,
        "vad_onset": 0.4,
        "vad_offset": 0.3,
    }
    assert await warned(client, {"input": {"audio_file": PLAIN, **wishes}}) == []
    [asked] = service.transcriber.asked
    assert asked.decoding == DecodingOptions(temperature=0.2, beam_size=3, batch_size=32)
    assert asked.speech == speech_thresholds(onset=0.4, offset=0.3)
    assert asked.language_search == LanguageSearch(min_probability=0.5, max_tries=2)


@pytest.mark.parametrize("name", UNUSUAL)
async def test_a_wish_that_is_not_heeded_is_told(client: AsyncClient, name: str) -> None:
    [warning] = await warned(client, {"input": {"audio_file": PLAIN, name: UNUSUAL[name]}})
    assert warning.startswith(f"{name} has no effect: ")


@pytest.mark.parametrize("name", BESIDE)
async def test_a_wish_beside_the_input_that_is_not_heeded_is_told(
    client: AsyncClient, name: str
) -> None:
    [warning] = await warned(client, {"input": {"audio_file": PLAIN}, **BESIDE[name]})
    assert warning.startswith(f"{name} has no effect: ")


def test_every_wish_that_is_not_heeded_is_tested() -> None:
    assert set(UNHEEDED) == {*UNUSUAL, *BESIDE}


async def test_the_worker_s_own_example_is_understood(client: AsyncClient) -> None:
    warnings = await warned(
        client,
        {
            "input": {
                "audio_file": PLAIN,
                "language": "en",
                "batch_size": 32,
                "temperature": 0.2,
                "align_output": True,
                "diarization": True,
                "huggingface_access_token": "YOUR_HUGGINGFACE_TOKEN",
                "min_speakers": 2,
                "max_speakers": 5,
                "debug": True,
                "speaker_verification": True,
                "speaker_samples": SAMPLES,
            }
        },
    )
    assert [" ".join(warning.split()[:4]) for warning in warnings] == [
        "huggingface_access_token has no effect:",
        "debug has no effect:",
        "A sample of Ada",
        "A sample of grace",
    ]


async def test_what_was_asked_is_kept_and_what_is_secret_is_not(
    client: AsyncClient, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = {**UNUSUAL, "batch_size": 32, "audio_file": URL}
    body: dict[str, Any] = {"input": asked, **BESIDE["s3Config"]}
    run = (await client.post("/runsync", json=body)).json()
    async with service.unit_of_work() as uow:
        job = await uow.jobs.get(JobId(UUID(run["id"])))
    kept = job.note["input"]
    assert isinstance(kept, dict)
    assert kept["audio_file"] == PLAIN
    assert kept["batch_size"] == 32
    assert kept["speaker_samples"][0] == {"name": "Ada", "url": "https://example.org/ada.wav"}
    assert "hunter" not in f"{job}{run}{caplog.text}"
