"""The task API as /openapi.json tells of it."""

from typing import Any

import pytest
from fastapi import FastAPI

from adapters.inbound.given_options import KNOWN
from adapters.inbound.tasks import task_parameters
from adapters.inbound.tasks.chosen_by_server import CHOSEN_BY_THE_SERVER

OPERATIONS = {
    "POST /speech-to-text": "speech_to_text",
    "POST /speech-to-text-url": "speech_to_text_url",
    "POST /service/transcribe": "transcribe_service",
    "POST /service/align": "align_service",
    "POST /service/diarize": "diarize_service",
    "POST /service/combine": "combine_service",
    "GET /task/all": "list_tasks",
    "GET /task/{identifier}": "get_task",
    "DELETE /task/{identifier}/delete": "delete_task",
    "GET /temporal/workflow/{workflow_id}": "get_workflow",
    "GET /temporal/workflow/{workflow_id}/result": "get_workflow_result",
    "GET /health/live": "get_liveness",
    "GET /health/ready": "get_readiness",
}
DEFAULTS = {
    "language": "en",
    "task": "transcribe",
    "model": None,
    "device": "cuda",
    "device_index": 0,
    "threads": 0,
    "batch_size": 8,
    "chunk_size": 20,
    "compute_type": "float16",
    "align_model": None,
    "interpolate_method": "nearest",
    "return_char_alignments": False,
    "min_speakers": None,
    "max_speakers": None,
    "beam_size": 5,
    "best_of": 5,
    "patience": 1.0,
    "length_penalty": 1.0,
    "temperatures": 0.0,
    "compression_ratio_threshold": 2.4,
    "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "initial_prompt": None,
    "suppress_tokens": [-1],
    "suppress_numerals": False,
    "hotwords": None,
    "vad_onset": 0.5,
    "vad_offset": 0.363,
    "callback_url": None,
}


@pytest.fixture
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_route_is_there(document: dict[str, Any], operation: str) -> None:
    method, _, path = operation.partition(" ")
    described = document["paths"][path][method.lower()]
    assert described["operationId"] == OPERATIONS[operation]
    assert described["summary"]
    assert described["tags"]
    for status, answer in described["responses"].items():
        assert list(answer["content"]) == ["application/json"], status


@pytest.mark.parametrize("path", ["/speech-to-text", "/speech-to-text-url"])
def test_the_parameters_have_their_names_and_defaults(document: dict[str, Any], path: str) -> None:
    described = document["paths"][path]["post"]["parameters"]
    query = [parameter for parameter in described if parameter["in"] == "query"]
    assert {each["name"]: each["schema"].get("default") for each in query} == DEFAULTS
    assert not any(parameter["required"] for parameter in query)


def test_every_parameter_is_understood_or_told_of() -> None:
    understood = {
        *("language", "task", "model", "min_speakers", "max_speakers"),
        *("initial_prompt", "hotwords", "callback_url"),
        *KNOWN,
    }
    assert set(task_parameters.FullParameters.model_fields) <= understood | CHOSEN_BY_THE_SERVER
    assert not understood & CHOSEN_BY_THE_SERVER


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/speech-to-text", ["file"]),
        ("/speech-to-text-url", ["url"]),
        ("/service/align", ["transcript", "file"]),
        ("/service/combine", ["aligned_transcript", "diarization_result"]),
    ],
)
def test_the_forms_are_described(document: dict[str, Any], path: str, parts: list[str]) -> None:
    content = document["paths"][path]["post"]["requestBody"]["content"]
    assert content["multipart/form-data"]["schema"]["required"] == parts


def test_a_post_may_have_an_idempotency_key(document: dict[str, Any]) -> None:
    described = document["paths"]["/speech-to-text"]["post"]["parameters"]
    assert "Idempotency-Key" in [parameter["name"] for parameter in described]
