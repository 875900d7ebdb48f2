"""Endpoints of webhooks as rows."""

from collections.abc import Sequence
from typing import final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import WebhookRow
from adapters.outbound.persistence.webhook_mapping import endpoint_from_row, endpoint_to_row
from application.errors import WebhookNotFoundError
from application.ports.webhooks import WebhookRepository
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId, WebhookEndpoint


@final
class SqlWebhookRepository(WebhookRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, endpoint: WebhookEndpoint) -> None:
        self._session.add(endpoint_to_row(endpoint))
        with translating_errors():
            await self._session.flush()

    async def get(self, owner: OwnerId, endpoint_id: EndpointId) -> WebhookEndpoint:
        row = await self._session.scalar(
            select(WebhookRow).where(WebhookRow.id == endpoint_id, WebhookRow.owner == owner)
        )
        if row is None:
            raise WebhookNotFoundError(f"There is no webhook {endpoint_id}.")
        return endpoint_from_row(row)

    async def all(self, owner: OwnerId) -> Sequence[WebhookEndpoint]:
        rows = await self._session.scalars(
            select(WebhookRow)
            .where(WebhookRow.owner == owner)
            .order_by(WebhookRow.created_at, WebhookRow.id)
        )
        return [endpoint_from_row(row) for row in rows]

    async def save(self, endpoint: WebhookEndpoint) -> None:
        await self.get(endpoint.owner, endpoint.id)
        with translating_errors():
            await self._session.merge(endpoint_to_row(endpoint))
            await self._session.flush()

    async def remove(self, endpoint_id: EndpointId) -> None:
        # The database removes the deliveries along with it.
        with translating_errors():
            await self._session.execute(delete(WebhookRow).where(WebhookRow.id == endpoint_id))
