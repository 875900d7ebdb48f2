"""Transcripts as server-sent events, while they are being made."""

import json
from threading import Event
from typing import Any, Final

from fastapi import FastAPI
from httpx import Response

from application.errors import TranscriptionImpossibleError
from infrastructure.container import Container
from tests.api.openai.conftest import Asking
from tests.fakes.live_server import serving
from tests.fakes.service import Service

TEXT: Final = "Hello there. General Kenobi."
PATIENCE: Final = 20


def events_in(answer: Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = answer.text.splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data:")]


async def test_the_text_at_the_end_is_all_that_was_told(transcribed: Asking) -> None:
    *deltas, done = events_in(await transcribed({"stream": "true"}))
    assert {delta["type"] for delta in deltas} == {"transcript.text.delta"}
    assert [delta["delta"] for delta in deltas] == ["Hello there.", " General Kenobi."]
    assert done == {
        "type": "transcript.text.done",
        "text": TEXT,
        "usage": {"type": "duration", "seconds": 2.0},
    }


async def test_a_transcript_that_is_kept_is_told_in_the_same_way(transcribed: Asking) -> None:
    first = events_in(await transcribed({"stream": "true"}))
    assert events_in(await transcribed({"stream": "true"})) == first


async def test_likelihoods_are_told_with_each_piece_and_at_the_end(transcribed: Asking) -> None:
    *deltas, done = events_in(await transcribed({"stream": "true", "include[]": "logprobs"}))
    told = [each for delta in deltas for each in delta["logprobs"]]
    assert len(told) == 4
    assert done["logprobs"] == told


async def test_segments_with_speakers_come_before_the_end(transcribed: Asking) -> None:
    events = events_in(await transcribed({"stream": "true", "response_format": "diarized_json"}))
    kinds = [event["type"] for event in events]
    assert kinds == [
        *["transcript.text.delta"] * 2,
        *["transcript.text.segment"] * 2,
        "transcript.text.done",
    ]
    segments = [event for event in events if event["type"] == "transcript.text.segment"]
    assert [(each["speaker"], each["text"]) for each in segments] == [
        ("A", "Hello there."),
        ("B", "General Kenobi."),
    ]


async def test_a_form_that_is_no_stream_is_told_as_text(transcribed: Asking) -> None:
    answer = await transcribed({"stream": "true", "response_format": "srt"})
    assert events_in(answer)[-1]["text"] == TEXT
    assert "response_format=srt has no effect" in answer.headers["hexavox-warnings"]


async def test_a_stream_that_cannot_begin_is_an_error(transcribed: Asking) -> None:
    answer = await transcribed({"stream": "true", "model": "gpt-9"})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"


async def test_a_full_queue_is_an_error_and_no_stream(
    transcribed: Asking, container: Container
) -> None:
    container.queue_job.add_kwargs(most_waiting=0)
    answer = await transcribed({"stream": "true"})
    assert answer.status_code == 503
    assert answer.headers["x-should-retry"] == "true"
    assert answer.json()["error"]["code"] == "queue_full"


async def test_what_goes_wrong_on_the_way_is_an_event(
    transcribed: Asking, service: Service
) -> None:
    def fail() -> None:
        raise TranscriptionImpossibleError("The engine gave up.")

    service.transcriber.after_telling = fail
    *_, last = events_in(await transcribed({"stream": "true"}))
    assert set(last["error"]) == {"message", "type", "param", "code"}
    assert last["error"]["type"] == "server_error"
    assert "The engine gave up." in last["error"]["message"]


def test_text_is_told_while_the_rest_is_still_being_heard(
    app: FastAPI, service: Service, wav: bytes
) -> None:
    """Over a real socket: the engine goes on only when the first text was read."""
    gate = Event()

    def wait() -> None:
        assert gate.wait(PATIENCE)

    service.transcriber.after_telling = wait
    with (
        serving(app) as server,
        server.client() as client,
        client.stream(
            "POST",
            "/v1/audio/transcriptions",
            data={"stream": "true"},
            files={"file": ("talk.wav", wav)},
        ) as answer,
    ):
        lines = (line for line in answer.iter_lines() if line.startswith("data:"))
        assert json.loads(next(lines).removeprefix("data: "))["delta"] == "Hello there."
        gate.set()
        *_, done = lines
    assert json.loads(done.removeprefix("data: "))["text"] == TEXT
