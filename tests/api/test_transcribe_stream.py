"""POST /api/transcribe/stream: reading along while a clip is transcribed."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any, Final
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from adapters.inbound.rest.stream_formats import StreamFormat, accepted_format
from adapters.inbound.rest.transcript_lines import Name, Telling
from adapters.inbound.rest.transcript_stream import as_lines
from application.errors import TranscriptionFailedError
from application.use_cases.transcripts.follow_transcription import Heard, Underway
from domain.audio_clip import ClipId
from tests.fakes.engines import HELLO
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.jobs import a_job
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service

URL: Final = "/api/transcribe/stream"
TEXTS: Final = ["Hello there.", "General Kenobi."]


def lines_of(answer: Response) -> list[tuple[str, dict[str, Any]]]:
    assert answer.status_code == 200, answer.text
    return [pair for line in answer.text.splitlines() for pair in json.loads(line).items()]


def texts(lines: list[tuple[str, dict[str, Any]]], name: str) -> list[str]:
    return [says["text"] for called, says in lines if called == name]


@pytest.fixture
def held(service: Service) -> Iterator[Event]:
    """The transcriber is held after its first segment until this is set."""
    let_go = Event()

    def wait() -> None:
        assert let_go.wait(PATIENCE)

    service.transcriber.after_telling = wait
    yield let_go
    let_go.set()


class Conversation:
    """A request whose answer can be read while it comes, which httpx cannot do without a socket."""

    def __init__(self, app: FastAPI, query: str) -> None:
        self._leaving = asyncio.Event()
        self._came: asyncio.Queue[bytes] = asyncio.Queue()
        self._request: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._request.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": URL,
            "raw_path": URL.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"hexavox")],
            "client": ("127.0.0.1", 1),
            "server": ("hexavox", 80),
            "state": {},
        }
        self.answering = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._request.empty():
            return self._request.get_nowait()
        await self._leaving.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:  # noqa: ANN401 - any ASGI message
        if message["type"] == "http.response.body":
            await self._came.put(message["body"])

    async def next(self, name: str) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while True:
                line: dict[str, dict[str, Any]] = json.loads(await self._came.get())
                if name in line:
                    return line[name]

    async def leave(self) -> None:
        self._leaving.set()
        await asyncio.wait_for(self.answering, PATIENCE)


@asynccontextmanager
async def read_along(app: FastAPI, query: str) -> AsyncIterator[Conversation]:
    conversation = Conversation(app, query)
    try:
        yield conversation
    finally:
        await conversation.leave()


async def test_a_segment_comes_while_the_transcriber_still_listens(
    app: FastAPI, clip_id: str, held: Event
) -> None:
    async with read_along(app, f"clip_id={clip_id}&diarize=false") as reading:
        segment = await reading.next("segment")
        assert segment == {
            "id": 0,
            "speaker": None,
            "start": 0.123,
            "end": 0.9,
            "text": "Hello there.",
        }
        assert not held.is_set()
        held.set()
        assert (await reading.next("segment"))["text"] == "General Kenobi."
        done = await reading.next("done")
    assert (done["clip_id"], done["segments"], done["language"]) == (clip_id, 2, "en")
    assert (done["language_probability"], done["duration"], done["warnings"]) == (0.988, 2.0, [])


async def test_with_speakers_text_comes_at_once_and_segments_at_the_end(
    app: FastAPI, clip_id: str, held: Event
) -> None:
    async with read_along(app, f"clip_id={clip_id}&word_timestamps=true") as reading:
        assert await reading.next("heard") == {"start": 0.123, "end": 0.9, "text": "Hello there."}
        held.set()
        segments = [await reading.next("segment") for _ in TEXTS]
        assert (await reading.next("done"))["segments"] == 2
    assert [(each["id"], each["speaker"], each["text"]) for each in segments] == [
        (0, "SPEAKER_00", TEXTS[0]),
        (1, "SPEAKER_01", TEXTS[1]),
    ]
    assert [word["word"] for word in segments[1]["words"]] == ["General", "Kenobi."]


async def test_a_client_who_leaves_cancels_what_nobody_else_waits_for(
    app: FastAPI, client: AsyncClient, clip_id: str, held: Event
) -> None:
    async with read_along(app, f"clip_id={clip_id}") as reading:
        await reading.next("heard")
    held.set()

    async def status() -> str:
        (job,) = (await client.get("/api/jobs")).json()["items"]
        return str(job["status"])

    async with asyncio.timeout(PATIENCE):
        while await status() != "cancelled":  # noqa: ASYNC110 - nobody sets an event
            await asyncio.sleep(0)


async def test_each_word_comes_once_in_lines_of_each_name(
    client: AsyncClient, clip_id: str
) -> None:
    for _ in ("made", "kept"):
        lines = lines_of(await client.post(URL, params={"clip_id": clip_id}))
        assert texts(lines, "heard") == texts(lines, "segment") == TEXTS
        assert lines[-1][0] == "done"
    lines = lines_of(await client.post(URL, params={"clip_id": clip_id, "diarize": "false"}))
    assert (texts(lines, "heard"), texts(lines, "segment")) == ([], TEXTS)
    assert [name for name, _ in lines if name not in {"heartbeat", "segment"}] == ["done"]


async def test_heartbeats_say_how_far_the_job_has_come(client: AsyncClient, clip_id: str) -> None:
    lines = lines_of(await client.post(URL, params={"clip_id": clip_id}))
    job_id = lines[-1][1]["job_id"]
    name, first = lines[0]
    assert (name, first) == (
        "heartbeat",
        {"stage": None, "progress": 0.0, "job_id": job_id, "status": "queued"},
    )


async def test_what_goes_wrong_later_is_the_last_line(
    client: AsyncClient, service: Service, clip_id: str
) -> None:
    def fail() -> None:
        raise TranscriptionFailedError("The engine gave up.")

    service.transcriber.before_answering = fail
    answer = await client.post(URL, params={"clip_id": clip_id})
    name, says = lines_of(answer)[-1]
    assert (name, says["code"], says["detail"]) == (
        "error",
        "transcription-failed",
        "The engine gave up.",
    )
    assert says["advice"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"clip_id": NOBODYS_ID}, 404),
        ({"clip_id": NOBODYS_ID, "model": "nothing-like-it"}, 422),
        ({}, 422),
        ({"clip_id": NOBODYS_ID, "wait": "true"}, 422),
        ({"clip_id": NOBODYS_ID, "format": "xml"}, 422),
    ],
)
async def test_what_is_wrong_from_the_beginning_is_a_problem(
    client: AsyncClient, query: dict[str, str], status: int
) -> None:
    answer = await client.post(URL, params=query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", StreamFormat.NDJSON),
        ("*/*", StreamFormat.NDJSON),
        ("text/event-stream", StreamFormat.SSE),
        ("text/event-stream, */*;q=0.5", StreamFormat.SSE),
        ("application/x-ndjson;q=0.5, text/event-stream;q=0.4", StreamFormat.NDJSON),
        ("application/ndjson;q=0.3, text/event-stream;q=0.4", StreamFormat.SSE),
        ("text/event-stream;q=much", StreamFormat.NDJSON),
    ],
)
def test_the_format_is_what_the_client_would_rather_have(accept: str, form: StreamFormat) -> None:
    assert accepted_format(accept) is form


def events_of(answer: Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = answer.text.strip().split("\n\n")
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


async def test_events_have_the_names_of_the_lines_and_can_be_resumed(
    client: AsyncClient, clip_id: str
) -> None:
    params = {"clip_id": clip_id}
    accept = {"Accept": "text/event-stream"}
    events = events_of(await client.post(URL, params=params, headers=accept))
    assert events[-1]["event"] == "done"
    text = [event for event in events if "id" in event]
    assert [(event["event"], event["id"]) for event in text] == [
        ("heard", "heard-2"),
        ("heard", "heard-4"),
        ("segment", "segment-2"),
        ("segment", "segment-4"),
    ]
    assert json.loads(text[-1]["data"])["text"] == TEXTS[1]
    for number, event in enumerate(text):
        after = {"Last-Event-ID": event["id"]}
        again = events_of(await client.post(URL, params={**params, "format": "sse"}, headers=after))
        assert [event for event in again if "id" in event] == text[number + 1 :]
    wrong = await client.post(URL, params=params, headers={"Last-Event-ID": "yesterday"})
    assert wrong.status_code == 422


def test_of_a_segment_that_a_client_has_in_part_the_rest_is_told() -> None:
    telling = Telling(diarize=False).after("segment-3")
    (line,) = telling.heard(HELLO.segments)
    assert (line.says["id"], line.says["text"], line.mark) == (1, "Kenobi.", "segment-4")


async def test_silence_is_filled_with_heartbeats_and_accidents_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = a_job(ClipId(UUID(NOBODYS_ID)), requested_at=datetime(2026, 1, 1, tzinfo=UTC))
    go_on = asyncio.Event()

    async def following() -> Any:  # noqa: ANN401 - an async generator of Following
        yield Underway(job)
        await go_on.wait()
        yield Heard(HELLO.segments[:1])
        raise RuntimeError("unforeseen")

    names: list[Name] = []
    async with aclosing(as_lines(following(), Telling(diarize=False), silence=0.01)) as lines:
        async for line in lines:
            names.append(line.name)
            if len(names) == 4:
                go_on.set()
    assert names[:4] == [Name.HEARTBEAT] * 4
    assert names[-2:] == [Name.SEGMENT, Name.ERROR]
    assert "unforeseen" in caplog.text


async def test_both_media_types_are_described_with_examples(client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    content = document["paths"][URL]["post"]["responses"]["200"]["content"]
    assert all(content[each]["example"] for each in ("application/x-ndjson", "text/event-stream"))
    for line in content["application/x-ndjson"]["example"].splitlines():
        assert len(json.loads(line)) == 1
