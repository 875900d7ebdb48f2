"""/api/webhooks: who is told when jobs end."""

from http import HTTPStatus
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import WEBHOOK_ID
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.webhook_bodies import (
    SecretBody,
    SubscriptionBody,
    WebhookBody,
    WebhookListBody,
    WebhookWithSecretBody,
)
from application.use_cases.webhooks.subscribe import Subscription
from domain.audio_clip import OwnerId
from domain.webhook import EVERY_EVENT, EndpointId, callbacks_id

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

WebhookName: TypeAlias = UUID | Literal["callbacks"]
WebhookPath = Annotated[
    WebhookName,
    Path(
        description="The id of a webhook, or `callbacks` for what signs those of requests.",
        examples=[WEBHOOK_ID],
    ),
]
NO_SUCH_WEBHOOK: Final = responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def endpoint_id(owner: OwnerId, name: WebhookName) -> EndpointId:
    return callbacks_id(owner) if isinstance(name, str) else EndpointId(name)


def keep_to_yourself(response: Response) -> None:
    """No cache on the way may remember a secret."""
    response.headers["cache-control"] = "no-store"


@router.post(
    "",
    summary="Subscribe to the ends of jobs",
    status_code=HTTPStatus.CREATED,
    responses=responses(HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def create_webhook(
    owner: Owner, body: SubscriptionBody, response: Response, subscribe: use.Subscribe
) -> WebhookWithSecretBody:
    """Have an address told whenever a job ends, with a signature as Standard Webhooks defines it.

    The answer holds the secret that verifies signatures. The `transcript_url` of an event is a path
    on this server, without its host: whoever receives it knows by which name they reach it.
    """
    events = EVERY_EVENT if body.events is None else frozenset(body.events)
    endpoint = await subscribe(Subscription(owner=owner, url=body.url, events=events))
    keep_to_yourself(response)
    response.headers["location"] = f"/api/webhooks/{endpoint.id}"
    return WebhookWithSecretBody.of(endpoint)


@router.get("", summary="List the webhooks")
@inject
async def list_webhooks(owner: Owner, list_them: use.ListWebhooks) -> WebhookListBody:
    """All webhooks, oldest first, without their secrets."""
    return WebhookListBody(items=[WebhookBody.of(each) for each in await list_them(owner)])


@router.get("/{webhook_id}", summary="Look at a webhook", responses=NO_SUCH_WEBHOOK)
@inject
async def get_webhook(owner: Owner, webhook_id: WebhookPath, get: use.GetWebhook) -> WebhookBody:
    """What is sent where, without the secret."""
    return WebhookBody.of(await get(owner, endpoint_id(owner, webhook_id)))


@router.get("/{webhook_id}/secret", summary="Read a webhook's secret", responses=NO_SUCH_WEBHOOK)
@inject
async def get_webhook_secret(
    owner: Owner, webhook_id: WebhookPath, response: Response, get: use.GetWebhook
) -> SecretBody:
    """The secret that verifies signatures, and earlier ones that are still good."""
    keep_to_yourself(response)
    return SecretBody.of(await get(owner, endpoint_id(owner, webhook_id)))


@router.post(
    "/{webhook_id}/rotate-secret", summary="Replace a webhook's secret", responses=NO_SUCH_WEBHOOK
)
@inject
async def rotate_webhook_secret(
    owner: Owner, webhook_id: WebhookPath, response: Response, rotate: use.RotateSecret
) -> WebhookWithSecretBody:
    """Sign with a new secret. For 24 hours messages carry a signature of the one before as well,
    so that receivers can change over at leisure."""
    keep_to_yourself(response)
    return WebhookWithSecretBody.of(await rotate(owner, endpoint_id(owner, webhook_id)))


@router.delete(
    "/{webhook_id}",
    summary="Delete a webhook",
    status_code=HTTPStatus.NO_CONTENT,
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def delete_webhook(
    owner: Owner, webhook_id: WebhookPath, unsubscribe: use.Unsubscribe
) -> None:
    """Forget a webhook with its deliveries; what is on its way is not sent any more."""
    await unsubscribe(owner, endpoint_id(owner, webhook_id))
