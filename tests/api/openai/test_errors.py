"""Whatever goes wrong under /v1 is told as OpenAI tells it."""

from collections.abc import Sequence
from http import HTTPStatus
from json import loads
from typing import Any

import pytest
from httpx import AsyncClient, Response

from adapters.inbound.openai_errors import as_openai_error
from adapters.inbound.refusals import Refusal, refusal_of
from application.errors import (
    ApplicationError,
    DatabaseUnavailableError,
    EngineUnavailableError,
    ModelUnavailableError,
    QueueFullError,
    StorageUnavailableError,
    TooLittleSpeechError,
    TranscriptionFailedError,
    UnusableAudioError,
)
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint
from tests.api.openai.conftest import Asking
from tests.fakes.service import LARGEST, Service


def error_in(answer: Response) -> dict[str, Any]:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    error: dict[str, Any] = body["error"]
    return error


async def test_a_field_that_makes_no_sense_is_named(transcribed: Asking, service: Service) -> None:
    answer = await transcribed({"language": "hh", "stream": "true"})
    assert answer.status_code == 400, answer.text
    error = error_in(answer)
    assert error["type"] == "invalid_request_error"
    assert error["param"] == "language"
    assert error["code"] == "invalid_value"
    assert "unknown language 'hh'" in error["message"]
    assert answer.headers["x-should-retry"] == "false"
    assert service.kept_clips == 0


async def test_a_reference_without_a_voice_is_refused(
    transcribed: Asking, service: Service
) -> None:
    def hear_nobody(_spans: Sequence[TimeSpan]) -> VoicePrint:
        raise TooLittleSpeechError("There are 0.0 seconds of speech.")

    service.encoder.hears = hear_nobody
    answer = await transcribed(
        {
            "diarize": "true",
            "known_speaker_names": "agent",
            "known_speaker_references": "data:audio/wav;base64,UklGRgAAAAA=",
        }
    )
    assert answer.status_code == 400, answer.text
    assert error_in(answer)["param"] == "known_speaker_references"
    assert "agent" in error_in(answer)["message"]


async def test_a_reference_is_no_file(client: AsyncClient, wav: bytes) -> None:
    files = [("known_speaker_references[]", ("a.wav", wav)), ("file", ("talk.wav", wav))]
    answer = await client.post("/v1/audio/transcriptions", files=files)
    assert answer.status_code == 400
    assert error_in(answer)["param"] == "known_speaker_references"


async def test_what_is_no_sound_is_refused_in_the_words_of_others(
    client: AsyncClient, service: Service
) -> None:
    files = {"file": ("talk.mp3", b"no sound at all")}
    answer = await client.post("/v1/audio/transcriptions", files=files)
    error = error_in(answer)
    assert answer.status_code == 400
    assert error["message"].startswith("Invalid or unsupported audio file.")
    assert error["message"].endswith("can play.")
    assert (error["type"], error["param"]) == ("invalid_request_error", "file")
    assert answer.headers["x-should-retry"] == "false"
    assert service.kept_clips == 0


async def test_an_empty_file_is_refused(client: AsyncClient) -> None:
    answer = await client.post("/v1/audio/translations", files={"file": ("talk.mp3", b"")})
    assert answer.status_code == 400
    assert "Invalid or unsupported audio file" in error_in(answer)["message"]


async def test_a_form_without_a_file_is_refused(client: AsyncClient) -> None:
    answer = await client.post("/v1/audio/transcriptions", files={"model": (None, "tiny")})
    assert answer.status_code == 400
    assert error_in(answer)["param"] == "file"


async def test_what_is_no_form_is_refused(client: AsyncClient) -> None:
    for content_type in ("application/json", "multipart/form-data"):
        answer = await client.post(
            "/v1/audio/transcriptions", content=b"{}", headers={"Content-Type": content_type}
        )
        assert answer.status_code == 400
        assert error_in(answer)["type"] == "invalid_request_error"


async def test_a_large_file_is_told_in_bytes(client: AsyncClient) -> None:
    files = {"file": ("talk.wav", b"RIFF" + bytes(LARGEST + 10))}
    answer = await client.post("/v1/audio/transcriptions", files=files)
    error = error_in(answer)
    assert answer.status_code == 413
    assert f"Maximum content size limit ({LARGEST}) exceeded (" in error["message"]
    assert " bytes read)" in error["message"]
    assert (error["type"], error["param"]) == ("server_error", "file")
    assert answer.headers["x-should-retry"] == "false"


async def test_an_unknown_model_is_not_found(transcribed: Asking, service: Service) -> None:
    answer = await transcribed({"model": "gpt-9"})
    error = error_in(answer)
    assert answer.status_code == 404
    assert (error["type"], error["param"]) == ("invalid_request_error", None)
    assert error["code"] == "model_not_found"
    assert "'gpt-9'" in error["message"]
    assert service.kept_clips == 0


async def test_paths_and_methods_that_there_are_not(client: AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/v1", 404),
        ("GET", "/v1/chat/completions", 404),
        ("GET", "/v1/audio/transcriptions", 405),
        ("DELETE", "/v1/audio/translations", 405),
    ):
        answer = await client.request(method, path)
        assert answer.status_code == status
        assert error_in(answer)["type"] == "invalid_request_error"


async def test_a_failure_is_not_asked_for_again(transcribed: Asking, service: Service) -> None:
    def fail() -> None:
        raise TranscriptionFailedError("The engine failed.")

    service.transcriber.before_answering = fail
    answer = await transcribed()
    assert answer.status_code == 500
    assert error_in(answer)["type"] == "server_error"
    assert answer.headers["x-should-retry"] == "false"


async def test_a_model_that_cannot_be_had_is_told(transcribed: Asking, service: Service) -> None:
    def fail() -> None:
        raise ModelUnavailableError("large-v3 is not here, and HF_HUB_OFFLINE=1.")

    service.transcriber.before_answering = fail
    answer = await transcribed({"model": "large-v3-turbo"})
    error = error_in(answer)
    assert answer.status_code == 503
    assert error["code"] == "model_unavailable"
    assert "hexavox models list" in error["message"]
    assert answer.headers["x-should-retry"] == "false"


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (QueueFullError("32 jobs are waiting already."), "true"),
        (DatabaseUnavailableError("The database is locked."), "true"),
        (StorageUnavailableError("The store is silent."), "true"),
        (EngineUnavailableError("torch is missing."), "false"),
        (UnusableAudioError("It is a picture."), "false"),
    ],
)
def test_only_what_passes_is_asked_for_again(error: ApplicationError, again: str) -> None:
    assert as_openai_error(refusal_of(error), "1").headers["x-should-retry"] == again


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, "invalid_request_error", "invalid_api_key"),
        (403, "permission_error", "forbidden"),
        (429, "rate_limit_error", "rate_limit_exceeded"),
        (500, "server_error", "refused"),
    ],
)
def test_what_stands_before_the_door_is_told_likewise(status: int, kind: str, code: str) -> None:
    name = "forbidden" if status == 403 else "refused"
    answer = as_openai_error(Refusal(code=name, status=HTTPStatus(status), detail="No."), "1")
    error = loads(bytes(answer.body))["error"]
    assert (answer.status_code, error["type"], error["code"]) == (status, kind, code)
