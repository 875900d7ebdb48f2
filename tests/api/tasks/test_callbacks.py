"""callback_url: asked before, told after."""

import json
from typing import Any

import pytest
from dependency_injector import providers
from httpx import AsyncClient

from adapters.outbound.net.address_rules import AddressRules
from application.errors import NotAudioError
from infrastructure import webhooks
from infrastructure.container import Container
from infrastructure.settings import Settings
from tests.api.tasks.conftest import Tasks, error_of
from tests.api.tasks.test_services import to_combine
from tests.fakes.receiver import receiving
from tests.fakes.service import Service
from tests.fakes.site import page
from tests.fakes.webhooks import HOOK, ScriptedSender


@pytest.mark.parametrize(
    "path", ["/speech-to-text", "/service/transcribe", "/service/diarize", "/service/combine"]
)
async def test_whoever_asked_is_sent_the_task(
    tasks: Tasks,
    container: Container,
    sender: ScriptedSender,
    recording: dict[str, Any],
    path: str,
) -> None:
    files = to_combine() if path.endswith("combine") else recording
    task = await tasks.done(path, files=files, callback_url=HOOK)
    assert task["metadata"]["callback_url"] == HOOK
    assert await container.deliver_due()() == 1
    [message] = sender.sent
    assert message.url == HOOK
    assert task["result"]
    assert json.loads(message.body) == task


async def test_a_failure_is_told_too(
    tasks: Tasks,
    container: Container,
    sender: ScriptedSender,
    service: Service,
    recording: dict[str, Any],
) -> None:
    service.diarizer.error = NotAudioError("This is no sound.")
    task = await tasks.done("/service/diarize", files=recording, callback_url=HOOK)
    await container.deliver_due()()
    [message] = sender.sent
    assert json.loads(message.body) == task
    assert (task["status"], task["result"]) == ("failed", None)


async def test_a_cancelled_task_is_told_too(
    tasks: Tasks, container: Container, sender: ScriptedSender, recording: dict[str, Any]
) -> None:
    await container.job_runner().close()
    taken = await tasks.taken("/speech-to-text", files=recording, callback_url=HOOK)
    await tasks.client.post(f"/api/jobs/{taken['identifier']}/cancel")
    await container.deliver_due()()
    assert json.loads(sender.sent[0].body)["error"] == "The task was cancelled."


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("https://nobody.example/hook", 400, "CALLBACK_UNREACHABLE"),
        ("nobody", 400, "INVALID_WEBHOOK"),
        ("ftp://ada.example/hook", 400, "INVALID_WEBHOOK"),
        ("https://ada:secret@ada.example/hook", 400, "INVALID_WEBHOOK"),
        ("https://ada.example/" + "x" * 2048, 422, "VALIDATION_ERROR"),
    ],
)
async def test_a_callback_that_leads_nowhere_is_refused_before_anything_is_kept(
    client: AsyncClient,
    recording: dict[str, Any],
    service: Service,
    url: str,
    status: int,
    code: str,
) -> None:
    answer = await client.post("/speech-to-text", files=recording, params={"callback_url": url})
    assert error_of(answer) == (status, code)
    assert "secret" not in answer.text
    assert not service.kept_clips


async def test_a_callback_into_this_machine_is_refused(
    client: AsyncClient, recording: dict[str, Any], container: Container, settings: Settings
) -> None:
    real = webhooks.callback_targets(settings, AddressRules())
    container.callback_targets.override(providers.Object(real))
    query = {"callback_url": "http://127.0.0.1:9/hook"}
    answer = await client.post("/speech-to-text", files=recording, params=query)
    assert error_of(answer) == (422, "SSRF_BLOCKED")


async def test_it_is_asked_with_head_and_told_with_post(
    tasks: Tasks,
    container: Container,
    settings: Settings,
    recording: dict[str, Any],
) -> None:
    rules = AddressRules.of(allowed=["127.0.0.1"])
    container.callback_targets.override(
        providers.Object(webhooks.callback_targets(settings, rules))
    )
    container.webhook_sender.override(providers.Object(webhooks.webhook_sender(settings, rules)))
    async with receiving(page(status="405 Method Not Allowed"), page()) as receiver:
        task = await tasks.done("/service/transcribe", files=recording, callback_url=receiver.url)
        assert await container.deliver_due()() == 1
    [asked, told] = receiver.received
    assert not asked.body
    assert json.loads(told.body) == task
    assert told.headers["webhook-signature"]
