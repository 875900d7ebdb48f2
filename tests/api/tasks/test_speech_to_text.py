"""/speech-to-text and /speech-to-text-url."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from application.errors import NotAudioError
from domain.alignment_options import Interpolation
from domain.audio_clip import EVERYONE
from domain.decoding_options import DecodingOptions
from domain.languages import Language
from domain.speech import speech_thresholds
from domain.transcription_job import Priority
from domain.transcription_options import Task
from infrastructure.container import Container
from tests.api.tasks.conftest import Tasks, error_of
from tests.fakes.clock import FakeClock
from tests.fakes.service import LARGEST, Service

URL = "https://example.org/talks/talk.mp3"


async def test_a_recording_becomes_a_transcript_with_speakers(
    tasks: Tasks, recording: dict[str, Any]
) -> None:
    task = await tasks.done("/speech-to-text", files=recording)
    assert (task["status"], task["error"]) == ("completed", None)
    result = task["result"]
    assert list(result) == ["segments", "word_segments", "language"]
    assert result["language"] == "en"
    assert [(s["speaker"], s["text"]) for s in result["segments"]] == [
        ("SPEAKER_00", "Hello there."),
        ("SPEAKER_01", "General Kenobi."),
    ]
    assert result["segments"][0]["words"][0] == {
        "word": "Hello",
        "start": 0.123,
        "end": 0.5,
        "score": 0.9,
        "speaker": "SPEAKER_00",
    }
    words = [word for segment in result["segments"] for word in segment["words"]]
    assert result["word_segments"] == words


async def test_the_metadata_say_what_was_asked(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    asked: dict[str, Any] = {
        "language": "de",
        "task": "translate",
        "min_speakers": 2,
        "max_speakers": 3,
    }
    task = await tasks.done("/speech-to-text", files=recording, **asked, hotwords="Kenobi")
    metadata = task["metadata"]
    assert metadata["task_type"] == "full_process"
    assert metadata["language"] == "de"
    assert metadata["file_name"] == "talk.wav"
    assert metadata["url"] is None
    assert metadata["callback_url"] is None
    assert metadata["audio_duration"] == 2.0
    assert metadata["duration"] == 0.0
    assert metadata["start_time"] == metadata["end_time"] == "2026-01-01T00:00:00+00:00"
    assert metadata["progress"] == 1
    assert metadata["warnings"] == []
    params = metadata["task_params"]
    assert params | asked == params
    assert (params["beam_size"], params["suppress_tokens"]) == (5, [-1])
    assert not {"vad_offset", "chunk_size", "batch_size"} & set(params)  # nobody gave them
    [options] = service.transcriber.asked
    assert (options.language, options.task) == (Language("de"), Task.TRANSLATE)
    assert options.hotwords == "Kenobi"
    assert [(c.at_least, c.at_most) for c in service.diarizer.asked] == [(2, 3)]


async def test_english_is_assumed_and_auto_finds_out(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    await tasks.done("/speech-to-text", files=recording)
    found = await tasks.done("/speech-to-text", files=recording, language="auto")
    assert [options.language for options in service.transcriber.asked] == [Language("en"), None]
    assert found["metadata"]["language"] == "en"


async def test_the_default_model_is_the_services_own(
    tasks: Tasks, recording: dict[str, Any], container: Container
) -> None:
    default = await container.choose_model()(None)
    task = await tasks.done("/speech-to-text", files=recording)
    assert task["metadata"]["task_params"]["model"] == default
    tiny = await tasks.done("/speech-to-text", files=recording, model="tiny.en")
    assert tiny["metadata"]["task_params"]["model"] == "tiny.en"


async def test_each_request_is_a_task_of_its_own_that_nobody_waits_for(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    taken = [await tasks.taken("/speech-to-text", files=recording) for _ in range(2)]
    first, second = [await tasks.ended(each["identifier"]) for each in taken]
    assert first["identifier"] != second["identifier"]
    assert first["result"] == second["result"]
    jobs = list(service.database.committed.jobs.values())
    assert all(job.detached and job.priority is Priority.BATCH for job in jobs)
    assert service.kept_clips == 1


async def test_what_the_server_has_chosen_is_told(tasks: Tasks, recording: dict[str, Any]) -> None:
    query: dict[str, Any] = {"device": "cuda", "threads": 4}
    taken = await tasks.taken("/speech-to-text", files=recording, **query)
    assert [warning.partition(" ")[0] for warning in taken["warnings"]] == [
        "device=cuda",
        "threads=4",
    ]
    task = await tasks.ended(taken["identifier"])
    assert task["metadata"]["warnings"] == taken["warnings"]


async def test_how_to_search_for_words_reaches_the_engines(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    query: dict[str, Any] = {
        "beam_size": 1,
        "temperatures": 0.4,
        "suppress_tokens": ["1", "2,3"],
        "suppress_numerals": True,
        "vad_onset": 0.3,
        "interpolate_method": "linear",
    }
    task = await tasks.done("/speech-to-text", files=recording, **query)
    assert task["metadata"]["warnings"] == []
    assert task["metadata"]["task_params"]["suppress_tokens"] == [1, 2, 3]
    [asked] = service.transcriber.asked
    assert asked.decoding == DecodingOptions(
        beam_size=1, temperature=0.4, suppress_tokens=(1, 2, 3), suppress_numerals=True
    )
    assert asked.speech == speech_thresholds(onset=0.3)
    assert asked.alignment.interpolation is Interpolation.LINEAR


async def test_what_contradicts_itself_is_refused_with_the_reason(
    client: AsyncClient, recording: dict[str, Any]
) -> None:
    query = {"vad_onset": 0.2, "vad_offset": 0.6}
    answer = await client.post("/speech-to-text", files=recording, params=query)
    assert answer.status_code == 400, answer.text
    assert "vad_offset 0.6 is more than vad_onset 0.2" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"langauge": "de"}, 422, "VALIDATION_ERROR"),
        ({"beam_size": "many"}, 422, "VALIDATION_ERROR"),
        ({"vad_onset": "2"}, 422, "VALIDATION_ERROR"),
        ({"task": "sing"}, 422, "VALIDATION_ERROR"),
        ({"device": "toaster"}, 422, "VALIDATION_ERROR"),
        ({"language": "klingon"}, 400, "INVALID_OPTION"),
        ({"min_speakers": "3", "max_speakers": "2"}, 400, "INVALID_OPTION"),
        ({"model": "tiny.en", "language": "de"}, 400, "INVALID_OPTION"),
        ({"model": "gigantic"}, 422, "UNKNOWN_MODEL"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    client: AsyncClient,
    recording: dict[str, Any],
    service: Service,
    query: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = await client.post("/speech-to-text", files=recording, params=query)
    assert error_of(answer) == (status, code)
    assert not service.kept_clips


async def test_the_wrong_fields_are_named(client: AsyncClient, recording: dict[str, Any]) -> None:
    answer = await client.post("/speech-to-text", files=recording, params={"langauge": "de"})
    [detail] = answer.json()["error"]["details"]
    assert detail["field"] == "langauge"
    assert "did you mean language?" in detail["message"]


@pytest.mark.parametrize("name", ["talk.flac", "talk", "talk.wav.exe", ".wav"])
async def test_other_extensions_are_refused(
    client: AsyncClient, wav: bytes, service: Service, name: str
) -> None:
    answer = await client.post("/speech-to-text", files={"file": (name, wav)})
    assert error_of(answer) == (422, "UNSUPPORTED_FILE_EXTENSION")
    assert ".mp3" in answer.json()["error"]["message"]
    assert not service.kept_clips


async def test_capitals_in_an_extension_do_not_matter(tasks: Tasks, wav: bytes) -> None:
    await tasks.taken("/speech-to-text", files={"file": ("TALK.WAV", wav)})


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ({"file": ("talk.wav", b"no sound")}, 422, "FILE_VALIDATION_ERROR"),
        ({"file": ("talk.wav", b"")}, 422, "FILE_VALIDATION_ERROR"),
        ({"audio": ("talk.wav", b"RIFF")}, 422, "FILE_VALIDATION_ERROR"),
        ({"file": ("talk.wav", b"RIFF" * LARGEST)}, 413, "FILE_VALIDATION_ERROR"),
        (None, 415, "NOT_MULTIPART"),
    ],
)
async def test_files_that_are_none_are_refused(
    client: AsyncClient, files: dict[str, Any] | None, status: int, code: str
) -> None:
    assert error_of(await client.post("/speech-to-text", files=files)) == (status, code)


@pytest.mark.parametrize("order", [1, -1])
async def test_parameters_in_the_form_are_refused(
    client: AsyncClient, wav: bytes, order: int
) -> None:
    parts = [("file", ("talk.wav", wav)), ("language", (None, b"de"))][::order]
    answer = await client.post("/speech-to-text", files=parts)
    assert error_of(answer) == (422, "VALIDATION_ERROR")
    assert answer.json()["error"]["details"][0]["field"] == "language"


async def test_a_task_that_failed_says_why(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    def fail() -> None:
        raise NotAudioError("This is no sound.")

    service.transcriber.before_answering = fail
    task = await tasks.done("/speech-to-text", files=recording)
    assert (task["status"], task["result"]) == ("failed", None)
    assert task["error"].startswith("This is no sound. ")


async def test_a_task_that_was_cancelled_has_failed(
    tasks: Tasks, recording: dict[str, Any], container: Container
) -> None:
    await container.job_runner().close()
    taken = await tasks.taken("/speech-to-text", files=recording)
    queued = await tasks.now(taken["identifier"])
    assert (queued["status"], queued["result"]) == ("queued", None)
    await tasks.client.post(f"/api/jobs/{taken['identifier']}/cancel")
    task = await tasks.now(taken["identifier"])
    assert (task["status"], task["error"]) == ("failed", "The task was cancelled.")


async def test_a_request_that_is_sent_again_is_the_same_task(
    client: AsyncClient, recording: dict[str, Any]
) -> None:
    key = {"Idempotency-Key": '"a-key"'}
    first, again = [
        await client.post("/speech-to-text", files=recording, headers=key) for _ in range(2)
    ]
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post("/speech-to-text-url", data={"url": URL}, headers=key)
    assert error_of(other) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_a_recording_elsewhere_is_fetched(tasks: Tasks, service: Service, wav: bytes) -> None:
    service.elsewhere.by_url[URL] = wav
    answer = await tasks.client.post("/speech-to-text-url", data={"url": URL})
    task = await tasks.ended(answer.json()["identifier"])
    assert task["status"] == "completed"
    assert (task["metadata"]["file_name"], task["metadata"]["url"]) == ("talk.mp3", URL)


async def test_the_url_may_come_in_a_multipart_form(tasks: Tasks, service: Service) -> None:
    service.elsewhere.by_url[URL] = b"RIFF" * 9
    await tasks.taken("/speech-to-text-url", files={"url": (None, URL)})


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"url": "https://example.org/nothing.mp3"}, 422, "REMOTE_REFUSED"),
        ({"url": "https://example.org/talk.flac"}, 422, "UNSUPPORTED_FILE_EXTENSION"),
        ({"url": "talk.mp3"}, 422, "INVALID_URL"),
        ({"url": " "}, 422, "VALIDATION_ERROR"),
        ({"url": URL, "model": "tiny"}, 422, "VALIDATION_ERROR"),
        ({}, 415, "NOT_MULTIPART"),
    ],
)
async def test_urls_that_lead_nowhere_are_refused(
    client: AsyncClient, service: Service, form: dict[str, str], status: int, code: str
) -> None:
    service.elsewhere.by_url["https://example.org/talk.flac"] = b"RIFF" * 9
    answer = await client.post("/speech-to-text-url", data=form)
    assert error_of(answer) == (status, code)
    assert not service.kept_clips


async def test_the_seconds_of_processing_are_told(
    tasks: Tasks, recording: dict[str, Any], service: Service, clock: FakeClock
) -> None:
    service.transcriber.before_answering = lambda: clock.advance(timedelta(seconds=1.5))
    task = await tasks.done("/speech-to-text", files=recording)
    assert task["metadata"]["duration"] == 1.5


async def test_a_result_that_was_deleted_is_missed(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    task = await tasks.done("/speech-to-text", files=recording)
    async with service.unit_of_work() as uow:
        [clip] = (await uow.clips.page(EVERYONE, offset=0, limit=9)).items
    await tasks.client.delete(f"/api/transcription/{clip.id}")
    task = await tasks.now(task["identifier"])
    assert (task["status"], task["result"]) == ("completed", None)
    assert "deleted" in task["metadata"]["warnings"][0]
    assert "deleted" in task["error"]
