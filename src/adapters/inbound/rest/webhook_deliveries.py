"""/api/webhooks/{webhook_id}/deliveries: what was sent, and how that went."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Query

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import DELIVERY_ID
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.webhook_bodies import DeliveryBody, DeliveryPageBody
from adapters.inbound.rest.webhooks import NO_SUCH_WEBHOOK, WebhookPath, endpoint_id
from domain.webhook_delivery import DeliveryId, DeliveryStatus

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


@router.get(
    "/{webhook_id}/deliveries", summary="List a webhook's deliveries", responses=NO_SUCH_WEBHOOK
)
@inject
async def list_webhook_deliveries(
    owner: Owner,
    webhook_id: WebhookPath,
    list_them: use.ListDeliveries,
    status: Annotated[
        DeliveryStatus | None,
        Query(
            description="Only those; left out, all of them.", examples=[DeliveryStatus.DELIVERED]
        ),
    ] = None,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to answer with.")] = 50,
) -> DeliveryPageBody:
    """Every event for this webhook with each attempt to deliver it, newest first."""
    page = await list_them(
        owner, endpoint_id(owner, webhook_id), status, offset=offset, limit=limit
    )
    items = [DeliveryBody.of(delivery) for delivery in page.items]
    return DeliveryPageBody(items=items, total=page.total, offset=offset, limit=limit)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/resend",
    summary="Send a delivery again",
    status_code=HTTPStatus.ACCEPTED,
    responses=responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
@inject
async def resend_webhook_delivery(
    owner: Owner,
    webhook_id: WebhookPath,
    delivery_id: Annotated[
        UUID, Path(description="The id of one of its deliveries.", examples=[DELIVERY_ID])
    ],
    resend: use.ResendDelivery,
) -> DeliveryBody:
    """Send an event once more, whatever became of it; receivers know it by its webhook_id."""
    again = await resend(owner, endpoint_id(owner, webhook_id), DeliveryId(delivery_id))
    return DeliveryBody.of(again)
