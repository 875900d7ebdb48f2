import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.notifications.http_webhook_sender import HttpWebhookSender
from adapters.outbound.notifications.new_secret import new_secret
from application.ports.webhooks import SendOutcome, WebhookMessage
from domain.webhook import SigningSecret
from domain.webhook_delivery import EventId, Verdict
from tests.fakes.progress import PATIENCE
from tests.fakes.receiver import Receiver, endless, endless_headers, receiving, silence
from tests.fakes.site import page, redirect

BODY: Final = json.dumps({"type": "job.succeeded", "data": {"text": "Grüße 👋"}})
SOON: Final = timedelta(milliseconds=300)
EVENT: Final = EventId(UUID(int=7))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with guarded_client(AddressRules(protected=False), timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def sender(client: httpx.AsyncClient) -> HttpWebhookSender:
    return HttpWebhookSender(client, patience=timedelta(seconds=PATIENCE))


@pytest.fixture
def impatient(client: httpx.AsyncClient) -> HttpWebhookSender:
    return HttpWebhookSender(client, patience=SOON)


def a_message(url: str, *secrets: str) -> WebhookMessage:
    return WebhookMessage(
        event_id=EVENT,
        url=url,
        body=BODY,
        secrets=secrets or (new_secret(),),
        sent_at=datetime.now(UTC),
    )


def verified(receiver: Receiver, secret: str) -> object:
    message = receiver.received[-1]
    return Webhook(secret).verify(message.body, message.headers)


async def test_a_message_arrives_with_a_signature_that_the_library_verifies(
    sender: HttpWebhookSender,
) -> None:
    secret = new_secret()
    async with receiving(page(status="204 No Content")) as receiver:
        outcome = await sender.send(a_message(receiver.url, secret))
        assert outcome == SendOutcome(verdict=Verdict.RECEIVED, status_code=204)
        assert verified(receiver, secret) == json.loads(BODY)
        headers = receiver.received[0].headers
        assert headers["webhook-id"] == f"msg_{EVENT.hex}"
        assert headers["content-type"] == "application/json"
        assert "cookie" not in headers


async def test_it_is_signed_with_each_secret(sender: HttpWebhookSender) -> None:
    new, old, foreign = new_secret(), new_secret(), new_secret()
    async with receiving(page()) as receiver:
        await sender.send(a_message(receiver.url, new, old))
        assert len(receiver.received[0].headers["webhook-signature"].split(" ")) == 2
        for secret in (new, old):
            assert verified(receiver, secret) == json.loads(BODY)
        with pytest.raises(WebhookVerificationError):
            verified(receiver, foreign)


async def test_new_secrets_are_valid_and_differ() -> None:
    secrets = {new_secret() for _ in range(10)}
    assert len(secrets) == 10
    for secret in secrets:
        assert SigningSecret(secret).value == secret


async def test_a_failure_passes(sender: HttpWebhookSender) -> None:
    async with receiving(page(status="500 Oops"), page()) as receiver:
        message = a_message(receiver.url)
        assert await sender.send(message) == SendOutcome(
            verdict=Verdict.FAILED, status_code=500, error="The receiver answered 500."
        )
        assert (await sender.send(message)).verdict is Verdict.RECEIVED


@pytest.mark.parametrize("status", ["400 No", "404 No", "429 Slow down", "503 Later"])
async def test_whatever_else_it_answers_may_succeed_later(
    sender: HttpWebhookSender, status: str
) -> None:
    async with receiving(page(status=status)) as receiver:
        assert (await sender.send(a_message(receiver.url))).verdict is Verdict.FAILED


async def test_410_means_that_it_wants_no_more(sender: HttpWebhookSender) -> None:
    async with receiving(page(status="410 Gone")) as receiver:
        outcome = await sender.send(a_message(receiver.url))
    assert (outcome.verdict, outcome.status_code) == (Verdict.GONE, 410)


async def test_a_redirect_is_not_followed(sender: HttpWebhookSender) -> None:
    async with receiving() as other, receiving(redirect(other.url)) as receiver:
        outcome = await sender.send(a_message(receiver.url))
        assert (outcome.verdict, outcome.status_code) == (Verdict.FAILED, 302)
        assert "redirect" in (outcome.error or "")
        assert other.received == []


async def test_a_silent_receiver_is_given_up_in_time(impatient: HttpWebhookSender) -> None:
    async with receiving(silence) as receiver:
        outcome = await impatient.send(a_message(receiver.url))
    assert outcome == SendOutcome(verdict=Verdict.FAILED, error="The receiver took too long.")


async def test_so_is_one_that_never_finishes_its_headers(sender: HttpWebhookSender) -> None:
    async with asyncio.timeout(PATIENCE), receiving(endless_headers) as receiver:
        outcome = await sender.send(a_message(receiver.url))
    assert outcome.verdict is Verdict.FAILED
    assert outcome.error


async def test_a_body_without_an_end_is_not_read(sender: HttpWebhookSender) -> None:
    async with receiving(endless) as receiver:
        outcome = await sender.send(a_message(receiver.url))
        assert outcome.verdict is Verdict.RECEIVED
        async with asyncio.timeout(PATIENCE):
            await receiver.left_alone.wait()


async def test_a_receiver_that_is_not_there(sender: HttpWebhookSender) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = await sender.send(a_message(f"http://127.0.0.1:{port}/hook"))
    assert outcome == SendOutcome(
        verdict=Verdict.FAILED, error="No connection could be made to the receiver."
    )


async def test_a_receiver_whose_name_nobody_can_look_up(sender: HttpWebhookSender) -> None:
    outcome = await sender.send(a_message(f"http://{'a' * 64}.example/hook"))
    assert outcome.verdict is Verdict.FAILED
    assert outcome.error


async def test_a_receiver_that_speaks_something_else(sender: HttpWebhookSender) -> None:
    async with receiving(b"220 mail.example ESMTP\r\n") as receiver:
        outcome = await sender.send(a_message(receiver.url))
    assert outcome.verdict is Verdict.FAILED
    assert "HTTP" in (outcome.error or "")


async def test_a_private_address_is_refused_for_good() -> None:
    async with receiving() as receiver, guarded_client(AddressRules(), timeout=1) as guarded:
        sender = HttpWebhookSender(guarded, patience=timedelta(seconds=PATIENCE))
        outcome = await sender.send(a_message(receiver.url))
        assert outcome.verdict is Verdict.REFUSED
        assert "127.0.0.1" in (outcome.error or "")
        assert receiver.received == []


@pytest.mark.parametrize("url", ["http://[", "http://\ud800/", "ftp://ada.example/", "nonsense"])
async def test_what_is_no_address_is_refused_for_good(sender: HttpWebhookSender, url: str) -> None:
    outcome = await sender.send(a_message(url))
    assert outcome.verdict is Verdict.REFUSED
    assert outcome.error
