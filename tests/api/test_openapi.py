"""What the service says of itself at /openapi.json."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from domain.job_history import Happening
from domain.transcription_job import Priority


@pytest.fixture
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_endpoint_is_there(document: dict[str, Any]) -> None:
    assert {name: operation["operationId"] for name, operation in operations(document)} == {
        "POST /api/audio": "upload_clip",
        "POST /api/audio/from-url": "import_clip",
        "GET /api/audio": "list_clips",
        "GET /api/audio/{clip_id}": "get_clip",
        "DELETE /api/audio/{clip_id}": "delete_clip",
        "GET /api/audio/{clip_id}/content": "get_clip_content",
        "GET /api/audio/{clip_id}/link": "get_clip_link",
        "OPTIONS /api/uploads": "describe_uploads",
        "POST /api/uploads": "begin_upload",
        "HEAD /api/uploads/{upload_id}": "look_at_upload",
        "GET /api/uploads/{upload_id}": "get_upload",
        "PATCH /api/uploads/{upload_id}": "continue_upload",
        "DELETE /api/uploads/{upload_id}": "give_up_upload",
        "POST /api/transcribe": "transcribe_clip",
        "POST /api/transcribe/stream": "transcribe_stream",
        "POST /api/upload+transcribe": "upload_and_transcribe",
        "GET /api/jobs": "list_jobs",
        "GET /api/jobs/{job_id}": "get_job",
        "GET /api/jobs/{job_id}/transcript": "get_job_transcript",
        "GET /api/jobs/{job_id}/events": "follow_job",
        "POST /api/jobs/{job_id}/cancel": "cancel_job",
        "DELETE /api/jobs/{job_id}": "delete_job",
        "GET /api/transcription/{clip_id}": "get_transcript",
        "DELETE /api/transcription/{clip_id}": "delete_transcripts",
        "GET /api/models": "list_models",
        "POST /api/models/{name}/load": "load_model",
        "POST /api/models/{name}/unload": "unload_model",
        "POST /api/speakers": "enrol_speaker",
        "GET /api/speakers": "list_speakers",
        "GET /api/speakers/{speaker_id}": "get_speaker",
        "PATCH /api/speakers/{speaker_id}": "update_speaker",
        "DELETE /api/speakers/{speaker_id}": "forget_speaker",
        "POST /api/speakers/verify": "verify_speakers",
        "POST /api/webhooks": "create_webhook",
        "GET /api/webhooks": "list_webhooks",
        "GET /api/webhooks/{webhook_id}": "get_webhook",
        "DELETE /api/webhooks/{webhook_id}": "delete_webhook",
        "GET /api/webhooks/{webhook_id}/secret": "get_webhook_secret",
        "POST /api/webhooks/{webhook_id}/rotate-secret": "rotate_webhook_secret",
        "GET /api/webhooks/{webhook_id}/deliveries": "list_webhook_deliveries",
        "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/resend": (
            "resend_webhook_delivery"
        ),
        "POST /v1/audio/transcriptions": "create_transcription",
        "POST /v1/audio/translations": "create_translation",
        "GET /v1/models": "list_openai_models",
        "GET /v1/models/{model_id}": "get_openai_model",
        "POST /v1/audio/diarization": "create_diarization",
        "POST /v1/audio/speech/timestamps": "find_speech",
        "POST /v1/audio/speech/embedding": "create_speech_embedding",
        "POST /v1/models/{model_id}": "download_model",
        "DELETE /v1/models/{model_id}": "delete_model",
        "GET /v1/registry": "list_registry",
        "GET /api/ps": "list_models_in_memory",
        "POST /api/ps/{model_id}": "take_model_into_memory",
        "DELETE /api/ps/{model_id}": "take_model_out_of_memory",
        "POST /run": "run_job",
        "POST /runsync": "run_job_and_wait",
        "GET /status/{job_id}": "get_run",
        "POST /cancel/{job_id}": "cancel_run",
        "GET /v2/{endpoint_id}/health": "get_worker_health",
        "POST /asr": "transcribe_recording",
        "POST /detect-language": "detect_language",
        "GET /queue-metrics": "get_queue_metrics",
        "GET /status": "get_version",
        "POST /inference": "infer",
        "POST /load": "load_inference_model",
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
        "GET /health": "get_health",
        "GET /metrics": "get_metrics",
    }


def test_every_endpoint_has_a_summary_and_a_tag(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["tags"], name


def test_every_tag_is_told_of(document: dict[str, Any]) -> None:
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert {tag["name"] for tag in document["tags"] if tag["description"]} == used


def test_every_problem_at_our_own_door_is_a_problem_document(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            if " /api/" in name and int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert "Problem" in names
    assert names <= set(document["components"]["schemas"])


def test_the_upload_is_described_as_a_form_with_a_file(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/audio"]["post"]["requestBody"]
    schema = body["content"]["multipart/form-data"]["schema"]
    assert body["required"]
    assert schema["required"] == ["file"]
    assert schema["properties"]["file"]["format"] == "binary"


def test_the_options_of_a_transcription_are_described(document: dict[str, Any]) -> None:
    described = document["paths"]["/api/transcribe"]["post"]["parameters"]
    parameters = [parameter for parameter in described if parameter["in"] == "query"]
    assert [parameter["name"] for parameter in parameters if parameter["required"]] == ["clip_id"]
    assert all(parameter["description"] for parameter in parameters)


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("temperature", 0, 2),
        ("beam_size", 1, 32),
        ("best_of", 1, 32),
        ("batch_size", 1, 256),
        ("chunk_size", 1, 30),
        ("vad_onset", 0, 1),
        ("vad_padding", 0, 10),
        ("language_detection_max_tries", 1, 100),
    ],
)
def test_the_bounds_of_numbers_are_told(
    document: dict[str, Any], name: str, lowest: float, highest: float
) -> None:
    parameters = document["paths"]["/api/transcribe"]["post"]["parameters"]
    [schema] = [each["schema"] for each in parameters if each["name"] == name]
    [number] = [each for each in schema["anyOf"] if each["type"] != "null"]
    assert (number["minimum"], number["maximum"]) == (lowest, highest)


@pytest.mark.parametrize(
    "body",
    [
        "SpeakerBody",
        "SpeakerListBody",
        "VerificationBody",
        "ModelsBody",
        "LoadingBody",
        "UnloadingBody",
    ],
)
def test_answers_have_an_example(document: dict[str, Any], body: str) -> None:
    assert document["components"]["schemas"][body]["examples"]


def test_every_kind_of_event_is_named(document: dict[str, Any]) -> None:
    said = document["paths"]["/api/jobs/{job_id}/events"]["get"]["description"]
    assert [what for what in (*Happening, "progress", "deleted") if f"`{what}`" not in said] == []


def test_the_priorities_are_named(document: dict[str, Any]) -> None:
    described = document["paths"]["/api/transcribe"]["post"]["parameters"]
    said = next(each["description"] for each in described if each["name"] == "priority")
    assert [priority for priority in Priority if f"`{priority}`" not in said] == []


def test_asking_twice_gives_the_same_document(app: FastAPI, document: dict[str, Any]) -> None:
    assert app.openapi() == document
