"""The task API, with callers who can be told and a client who waits for tasks."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

import pytest
from dependency_injector import providers
from httpx import AsyncClient, Response

from adapters.outbound.memory.callback_targets import InMemoryCallbackTargets
from domain.transcription_job import JobId
from infrastructure.container import Container
from tests.fakes.webhooks import HOOK, ScriptedSender

PATIENCE: Final = 20
Query: TypeAlias = str | int | list[str]


@dataclass(frozen=True)
class Tasks:
    """A client of the task API."""

    client: AsyncClient
    container: Container

    async def taken(
        self, path: str, *, files: dict[str, Any] | None = None, **query: Query
    ) -> dict[str, Any]:
        answer = await self.client.post(path, files=files, params=query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        assert body["message"] == "Task queued"
        return body

    async def ended(self, identifier: str) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            await self.container.await_job()(JobId(UUID(identifier)))
        return await self.now(identifier)

    async def now(self, identifier: str) -> dict[str, Any]:
        answer = await self.client.get(f"/task/{identifier}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def done(
        self, path: str, *, files: dict[str, Any] | None = None, **query: Query
    ) -> dict[str, Any]:
        taken = await self.taken(path, files=files, **query)
        return await self.ended(taken["identifier"])


@pytest.fixture
def tasks(client: AsyncClient, container: Container) -> Tasks:
    return Tasks(client, container)


@pytest.fixture
def sender(container: Container) -> ScriptedSender:
    sender = ScriptedSender()
    container.webhook_sender.override(providers.Object(sender))
    return sender


@pytest.fixture(autouse=True)
def targets(container: Container) -> InMemoryCallbackTargets:
    targets = InMemoryCallbackTargets({HOOK})
    container.callback_targets.override(providers.Object(targets))
    return targets


@pytest.fixture
def recording(wav: bytes) -> dict[str, Any]:
    return {"file": ("talk.wav", wav)}


def error_of(answer: Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["correlation_id"] == answer.headers["x-request-id"]
    assert error["message"]
    return answer.status_code, error["code"]
