"""/api/webhooks, from subscribing to the log of what was sent."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from dependency_injector import providers
from httpx import AsyncClient, Response

from domain.audio_clip import EVERYONE
from domain.webhook import callbacks_id
from domain.webhook_delivery import WebhookDelivery
from infrastructure.container import Container
from tests.fakes.clock import FakeClock
from tests.fakes.ids import NOBODYS_ID
from tests.fakes.service import Service
from tests.fakes.webhooks import FAILED, HOOK, ScriptedSender, a_delivery

CALLBACKS = "/api/webhooks/callbacks"


@pytest.fixture
def sender(container: Container) -> ScriptedSender:
    sender = ScriptedSender()
    container.webhook_sender.override(providers.Object(sender))
    return sender


@pytest.fixture
async def webhook(client: AsyncClient) -> dict[str, Any]:
    return await subscribed(client)


async def subscribed(client: AsyncClient, **more: object) -> dict[str, Any]:
    answer = await client.post("/api/webhooks", json={"url": HOOK, **more})
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


async def a_kept_delivery(service: Service, webhook: dict[str, Any]) -> WebhookDelivery:
    async with service.unit_of_work() as uow:
        [endpoint] = [e for e in await uow.webhooks.all(EVERYONE) if str(e.id) == webhook["id"]]
        delivery = a_delivery(endpoint)
        await uow.deliveries.add(delivery, "{}")
        await uow.commit()
    return delivery


def problem_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_subscribing_answers_the_secret(client: AsyncClient) -> None:
    answer = await client.post("/api/webhooks", json={"url": HOOK, "events": ["job.failed"]})
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == f"/api/webhooks/{body['id']}"
    assert body["secret"].startswith("whsec_")
    assert (body["url"], body["events"]) == (HOOK, ["job.failed"])
    assert "name" not in body


async def test_without_a_choice_all_events_are_sent(webhook: dict[str, Any]) -> None:
    assert webhook["events"] == ["job.cancelled", "job.failed", "job.succeeded"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "ada.example"},
        {"url": "ftp://ada.example/"},
        {"url": "https://ada:secret@ada.example/"},
        {"url": HOOK, "events": []},
        {"url": HOOK, "events": ["job.started"]},
        {"url": HOOK, "event": "job.failed"},
        [],
        None,
    ],
)
async def test_a_subscription_that_makes_no_sense_is_refused(
    client: AsyncClient, body: object
) -> None:
    answer = await client.post("/api/webhooks", json=body)
    assert answer.status_code == 422
    assert answer.json()["advice"]


async def test_there_can_be_too_many(client: AsyncClient) -> None:
    for _ in range(100):
        await subscribed(client)
    answer = await client.post("/api/webhooks", json={"url": HOOK})
    assert problem_of(answer) == (409, "conflict")


async def test_lists_and_looks_show_no_secret(client: AsyncClient, webhook: dict[str, Any]) -> None:
    other = await subscribed(client, url="https://other.example/")
    shown = [{k: v for k, v in each.items() if k != "secret"} for each in (webhook, other)]
    listed = (await client.get("/api/webhooks")).json()["items"]
    assert sorted(listed, key=lambda each: each["url"]) == shown
    assert (await client.get(f"/api/webhooks/{webhook['id']}")).json() == shown[0]


async def test_the_secret_can_be_read_again(client: AsyncClient, webhook: dict[str, Any]) -> None:
    answer = await client.get(f"/api/webhooks/{webhook['id']}/secret")
    assert answer.json() == {"secret": webhook["secret"], "earlier": []}
    assert answer.headers["cache-control"] == "no-store"


async def test_a_rotation_keeps_the_earlier_secret_for_a_day(
    client: AsyncClient, webhook: dict[str, Any]
) -> None:
    answer = await client.post(f"/api/webhooks/{webhook['id']}/rotate-secret")
    assert answer.status_code == 200
    assert answer.json()["secret"] != webhook["secret"]
    read = await client.get(f"/api/webhooks/{webhook['id']}/secret")
    assert read.json() == {
        "secret": answer.json()["secret"],
        "earlier": [{"secret": webhook["secret"], "expires_at": "2026-01-02T00:00:00Z"}],
    }


async def test_what_is_deleted_is_gone(client: AsyncClient, webhook: dict[str, Any]) -> None:
    assert (await client.delete(f"/api/webhooks/{webhook['id']}")).status_code == 204
    answer = await client.delete(f"/api/webhooks/{webhook['id']}")
    assert problem_of(answer) == (404, "webhook-not-found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/secret"),
        ("POST", "/rotate-secret"),
        ("GET", "/deliveries"),
        ("POST", f"/deliveries/{NOBODYS_ID}/resend"),
    ],
)
async def test_an_unknown_webhook_is_not_found(client: AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, f"/api/webhooks/{uuid4()}{path}")
    assert problem_of(answer) == (404, "webhook-not-found")
    answer = await client.request(method, f"/api/webhooks/nonsense{path}")
    assert problem_of(answer) == (422, "invalid-request")


async def test_callbacks_have_a_secret_as_soon_as_somebody_asks(client: AsyncClient) -> None:
    secret = (await client.get(f"{CALLBACKS}/secret")).json()["secret"]
    assert (await client.get(f"{CALLBACKS}/secret")).json()["secret"] == secret
    shown = (await client.get(CALLBACKS)).json()
    assert shown["url"] is None
    assert (await client.get("/api/webhooks")).json()["items"] == [shown]
    assert (await client.get(f"/api/webhooks/{callbacks_id(EVERYONE)}")).json() == shown


async def test_callbacks_can_be_rotated_and_not_deleted(client: AsyncClient) -> None:
    assert (await client.post(f"{CALLBACKS}/rotate-secret")).status_code == 200
    assert (await client.get(f"{CALLBACKS}/deliveries")).json()["total"] == 0
    assert problem_of(await client.delete(CALLBACKS)) == (409, "callbacks-stay")


async def test_a_job_that_ends_is_told_of_once(
    client: AsyncClient,
    container: Container,
    webhook: dict[str, Any],
    sender: ScriptedSender,
    clip_id: str,
) -> None:
    assert (await client.post("/api/transcribe", params={"clip_id": clip_id})).status_code == 200
    assert (await client.post("/api/transcribe", params={"clip_id": clip_id})).status_code == 200
    assert await container.deliver_due()() == 1
    [message] = sender.sent
    assert message.url == HOOK
    log = (await client.get(f"/api/webhooks/{webhook['id']}/deliveries")).json()
    assert (log["total"], log["offset"], log["limit"]) == (1, 0, 50)
    [delivery] = log["items"]
    transcript_url = f"/api/jobs/{delivery['job_id']}/transcript"
    assert f'"transcript_url": "{transcript_url}"' in message.body
    assert delivery["status"] == "delivered"
    assert delivery["event"] == "job.succeeded"
    assert delivery["webhook_id"].startswith("msg_")
    assert delivery["next_attempt_at"] is None
    assert delivery["attempts"] == [
        {"at": "2026-01-01T00:00:00Z", "status_code": 200, "error": None, "seconds": 0.0}
    ]


async def test_the_log_shows_what_went_wrong_and_when_it_is_tried_again(
    client: AsyncClient,
    container: Container,
    service: Service,
    webhook: dict[str, Any],
    sender: ScriptedSender,
) -> None:
    await a_kept_delivery(service, webhook)
    sender.outcomes[HOOK] = [FAILED]
    await container.deliver_due()()
    path = f"/api/webhooks/{webhook['id']}/deliveries"
    [delivery] = (await client.get(path, params={"status": "pending"})).json()["items"]
    assert delivery["attempts"][0]["error"] == "It answered 500."
    assert delivery["next_attempt_at"].startswith("2026-01-01T00:00:05")
    assert (await client.get(path, params={"status": "delivered"})).json()["total"] == 0
    assert (await client.get(path, params={"status": "lost"})).status_code == 422
    assert (await client.get(path, params={"limit": 0})).status_code == 422
    assert (await client.get(path, params={"state": "lost"})).status_code == 422


async def test_a_delivery_can_be_sent_again(
    client: AsyncClient,
    container: Container,
    service: Service,
    webhook: dict[str, Any],
    sender: ScriptedSender,
) -> None:
    delivery = await a_kept_delivery(service, webhook)
    await container.deliver_due()()
    path = f"/api/webhooks/{webhook['id']}/deliveries/{delivery.id}/resend"
    answer = await client.post(path)
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    assert await container.deliver_due()() == 1
    assert [message.event_id for message in sender.sent] == [delivery.event_id] * 2


async def test_a_delivery_of_another_webhook_is_not_found(
    client: AsyncClient, service: Service, webhook: dict[str, Any]
) -> None:
    delivery = await a_kept_delivery(service, webhook)
    other = await subscribed(client)
    for delivery_id in (delivery.id, uuid4()):
        path = f"/api/webhooks/{other['id']}/deliveries/{delivery_id}/resend"
        assert problem_of(await client.post(path)) == (404, "delivery-not-found")


async def test_nothing_is_sent_again_to_a_receiver_that_is_gone(
    client: AsyncClient, service: Service, webhook: dict[str, Any], clock: FakeClock
) -> None:
    delivery = await a_kept_delivery(service, webhook)
    clock.advance(timedelta(hours=1))
    async with service.unit_of_work() as uow:
        [endpoint] = await uow.webhooks.all(EVERYONE)
        await uow.webhooks.save(endpoint.disabled(now=clock.now()))
        await uow.commit()
    path = f"/api/webhooks/{webhook['id']}/deliveries/{delivery.id}/resend"
    assert problem_of(await client.post(path)) == (409, "conflict")
    shown = (await client.get(f"/api/webhooks/{webhook['id']}")).json()
    assert shown["disabled_at"] == "2026-01-01T01:00:00Z"
