"""Messages as POST requests, signed as Standard Webhooks prescribes."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from typing import Final, final

import httpx
from standardwebhooks import Webhook

from adapters.outbound.notifications.failures import in_words
from application.errors import ForbiddenAddressError, InvalidUrlError, RemoteError
from application.ports.webhooks import SendOutcome, WebhookMessage, WebhookSender
from domain.errors import InvalidWebhookError
from domain.web_address import require_web_address
from domain.webhook_delivery import Verdict, message_id_of

_HEADERS: Final = {"content-type": "application/json", "user-agent": "hexavox"}


@final
class HttpWebhookSender(WebhookSender):
    """`client` decides which addresses may be reached and raises ForbiddenAddressError for others.

    Of an answer only the status is read, so it does not matter how long its body is, or whether it
    ends. A redirect counts as a failure: where it leads is not what the owner subscribed.
    """

    def __init__(self, client: httpx.AsyncClient, *, patience: timedelta) -> None:
        self._client = client
        self._patience = patience

    @property
    def patience(self) -> timedelta:
        return self._patience

    async def send(self, message: WebhookMessage) -> SendOutcome:
        try:
            request = self._request(message)
        except (InvalidWebhookError, httpx.InvalidURL, ValueError) as error:
            return SendOutcome(verdict=Verdict.REFUSED, error=in_words(error))
        try:
            # Over all of it: httpx's own limits begin anew with each piece that arrives.
            async with asyncio.timeout(self._patience.total_seconds()):
                return _outcome_of(await self._status_of(request))
        except (ForbiddenAddressError, InvalidUrlError, httpx.UnsupportedProtocol) as error:
            return SendOutcome(verdict=Verdict.REFUSED, error=in_words(error))
        except (httpx.HTTPError, RemoteError, TimeoutError) as error:
            return SendOutcome(verdict=Verdict.FAILED, error=in_words(error))

    def _request(self, message: WebhookMessage) -> httpx.Request:
        require_web_address(message.url)
        return self._client.build_request(
            "POST", message.url, content=message.body.encode(), headers=_signed(message)
        )

    async def _status_of(self, request: httpx.Request) -> int:
        answer = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        await answer.aclose()
        return answer.status_code


def _signed(message: WebhookMessage) -> dict[str, str]:
    message_id = message_id_of(message.event_id)
    signatures = [
        Webhook(secret).sign(message_id, message.sent_at, message.body)
        for secret in message.secrets
    ]
    return {
        **_HEADERS,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(message.sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _outcome_of(status: int) -> SendOutcome:
    if 200 <= status < 300:
        return SendOutcome(verdict=Verdict.RECEIVED, status_code=status)
    if status == HTTPStatus.GONE:
        said = "The receiver answered 410 Gone: it wants nothing any more."
        return SendOutcome(verdict=Verdict.GONE, status_code=status, error=said)
    said = f"The receiver answered {status}."
    if 300 <= status < 400:
        said = f"The receiver answered {status}, a redirect, and redirects are not followed."
    return SendOutcome(verdict=Verdict.FAILED, status_code=status, error=said)
