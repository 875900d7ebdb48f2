"""REQUEST_TIMEOUT_SECONDS and BODY_TIMEOUT_SECONDS."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event
from typing import Never

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.limits.request_timeout import RequestTimeout
from infrastructure.settings import Settings
from tests.fakes.asgi import Gated, client_of
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service

AT_ONCE = 0.01
"""Seconds; nothing that is waited for in these tests ever comes."""


async def test_what_takes_too_long_is_cancelled_and_told() -> None:
    gated = Gated()
    async with client_of(RequestTimeout(gated, seconds=AT_ONCE)) as client:
        answer = await client.get("/api/jobs")
    assert answer.status_code == 504
    assert answer.json()["type"] == "urn:hexavox:problem:request-timeout"
    assert "x-should-retry" not in answer.headers
    assert gated.cancelled == 1


async def test_the_openai_clients_are_told_not_to_wait_once_more() -> None:
    async with client_of(RequestTimeout(Gated(), seconds=AT_ONCE)) as client:
        answer = await client.post("/v1/audio/transcriptions")
    assert answer.status_code == 504
    assert answer.headers["x-should-retry"] == "false"


async def test_an_answer_that_has_begun_is_broken_off() -> None:
    async def lines() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.Event().wait()

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(lines())(scope, receive, send)

    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(f"{message['type']} {message.get('more_body', '')}".strip())

    async def receive() -> Never:
        await asyncio.Event().wait()
        pytest.fail("Nobody leaves.")

    scope: Scope = {"type": "http", "method": "GET", "path": "/api/jobs", "headers": []}
    await RequestTimeout(streaming, seconds=AT_ONCE)(scope, receive, send)
    assert sent == ["http.response.start", "http.response.body True"]


async def test_an_error_of_the_same_kind_is_not_taken_for_it() -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise TimeoutError

    async with client_of(RequestTimeout(failing, seconds=60)) as client:
        with pytest.raises(TimeoutError):
            await client.get("/api/jobs")


async def test_a_job_that_nobody_else_waits_for_ends_with_its_request(
    app: FastAPI, client: AsyncClient, clip_id: str, service: Service
) -> None:
    opened = Event()
    service.transcriber.before_answering = lambda: _wait_for(opened)
    async with client_of(RequestTimeout(app, seconds=1)) as hurried:
        answer = await hurried.post("/api/transcribe", params={"clip_id": clip_id})
    opened.set()
    assert answer.status_code == 504
    jobs = (await client.get("/api/jobs")).json()["items"]
    assert [job["status"] for job in jobs] == ["cancelled"]


class TestSilentBodies:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"body_timeout_seconds": AT_ONCE})

    async def silence_after(self, *chunks: bytes) -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk
        await asyncio.Event().wait()

    @pytest.mark.parametrize(
        ("path", "media_type", "beginning"),
        [
            ("/api/audio", "multipart/form-data; boundary=x", b"--x\r\nContent-Disp"),
            (
                "/api/audio",
                "multipart/form-data; boundary=x",
                b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nRIFF',
            ),
            ("/api/webhooks", "application/json", b'{"url": '),
            ("/speech-to-text", "multipart/form-data; boundary=x", b"--x\r\n"),
            ("/run", "application/json", b"{"),
        ],
    )
    async def test_a_body_that_falls_silent_is_refused_and_nothing_is_kept(
        self, client: AsyncClient, service: Service, path: str, media_type: str, beginning: bytes
    ) -> None:
        answer = await client.post(
            path,
            content=self.silence_after(beginning),
            headers={"content-type": media_type},
        )
        assert answer.status_code == 408
        assert answer.headers["connection"] == "close"
        assert service.kept_clips == 0

    async def test_to_wait_for_an_answer_is_no_silence(
        self, client: AsyncClient, clip_id: str
    ) -> None:
        answer = await client.post("/api/transcribe", params={"clip_id": clip_id})
        assert answer.status_code == 200


def _wait_for(opened: Event) -> None:
    assert opened.wait(PATIENCE)
