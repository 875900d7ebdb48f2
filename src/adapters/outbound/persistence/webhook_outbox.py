"""Deliveries of webhooks as rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import WebhookDeliveryRow as Row
from adapters.outbound.persistence.webhook_mapping import delivery_from_row, delivery_to_columns
from application.errors import DeliveryNotFoundError, WebhookNotFoundError
from application.ports.repositories import Page
from application.ports.webhooks import WebhookOutbox
from domain.audio_clip import OwnerId
from domain.webhook import EndpointId
from domain.webhook_delivery import DeliveryId, DeliveryStatus, WebhookDelivery


@final
class SqlWebhookOutbox(WebhookOutbox):
    """Statements and not objects of a session: a body, which may be large, is read and written
    only where it is wanted."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, delivery: WebhookDelivery, body: str) -> None:
        orphaned = WebhookNotFoundError(f"There is no webhook {delivery.endpoint_id}.")
        with translating_errors(orphaned=orphaned):
            await self._session.execute(
                insert(Row).values(**delivery_to_columns(delivery), body=body)
            )

    async def due(
        self, now: datetime, *, lease: timedelta, limit: int, limit_per_receiver: int
    ) -> Sequence[WebhookDelivery]:
        chosen = _due(now, limit_per_receiver).limit(limit)
        ids = list(await self._session.scalars(chosen))
        if not ids:
            return ()
        rows = await self._session.scalars(
            select(Row)
            .where(Row.id.in_(ids))
            .order_by(Row.next_attempt_at, Row.id)
            .execution_options(populate_existing=True)
        )
        deliveries = [delivery_from_row(row) for row in rows]
        with translating_errors():
            await self._session.execute(
                _plain_update().where(Row.id.in_(ids)).values(leased_until=now + lease)
            )
        return deliveries

    async def give_back(self, delivery: WebhookDelivery) -> None:
        await self._change(delivery, leased_until=None)

    async def body_of(self, delivery_id: DeliveryId) -> str:
        body = await self._session.scalar(select(Row.body).where(Row.id == delivery_id))
        if body is None:
            raise _not_found(delivery_id)
        return body

    async def get(self, owner: OwnerId, delivery_id: DeliveryId) -> WebhookDelivery:
        row = await self._session.scalar(
            select(Row)
            .where(Row.id == delivery_id, Row.owner == owner)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise _not_found(delivery_id)
        return delivery_from_row(row)

    async def save(self, delivery: WebhookDelivery) -> None:
        await self._change(delivery)

    async def page(
        self, endpoint_id: EndpointId, status: DeliveryStatus | None, *, offset: int, limit: int
    ) -> Page[WebhookDelivery]:
        wanted = [Row.endpoint_id == endpoint_id]
        if status is not None:
            wanted.append(Row.status == status.value)
        rows = await self._session.scalars(
            select(Row)
            .where(*wanted)
            .order_by(Row.created_at.desc(), Row.id.desc())
            .offset(offset)
            .limit(limit)
            .execution_options(populate_existing=True)
        )
        total = await self._session.scalar(select(func.count(Row.id)).where(*wanted))
        return Page([delivery_from_row(row) for row in rows], total or 0)

    async def remove_ended(self, *, before: datetime, limit: int | None = None) -> int:
        old = and_(Row.created_at < before, Row.status != DeliveryStatus.PENDING.value)
        chosen = select(Row.id).where(old).order_by(Row.created_at).limit(limit)
        removal = delete(Row).where(Row.id.in_(chosen)).returning(Row.id)
        with translating_errors():
            gone = await self._session.scalars(removal.execution_options(synchronize_session=False))
        return len(gone.all())

    async def _change(self, delivery: WebhookDelivery, **more: Any) -> None:  # noqa: ANN401
        await self.get(delivery.owner, delivery.id)
        columns = {**delivery_to_columns(delivery), **more}
        with translating_errors():
            await self._session.execute(
                _plain_update().where(Row.id == delivery.id).values(**columns)
            )


def _due(now: datetime, limit_per_receiver: int) -> Select[UUID]:
    """Ids of deliveries that may be given out, those that are due for longest first."""
    is_out = and_(Row.leased_until.is_not(None), Row.leased_until > now)
    busy = select(Row.receiver, func.count().label("out")).where(is_out).group_by(Row.receiver)
    line = func.row_number().over(partition_by=Row.receiver, order_by=(Row.next_attempt_at, Row.id))
    waiting = (
        select(Row.id, Row.receiver, Row.next_attempt_at, line.label("place"))
        .where(_is_due(now))
        .subquery()
    )
    out = busy.subquery()
    return (
        select(waiting.c.id)
        .join(out, out.c.receiver == waiting.c.receiver, isouter=True)
        .where(waiting.c.place + func.coalesce(out.c.out, 0) <= limit_per_receiver)
        .order_by(waiting.c.next_attempt_at, waiting.c.id)
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        Row.status == DeliveryStatus.PENDING.value,
        Row.next_attempt_at <= now,
        or_(Row.leased_until.is_(None), Row.leased_until <= now),
    )


def _plain_update() -> Update:
    return update(Row).execution_options(synchronize_session=False)


def _not_found(delivery_id: DeliveryId) -> DeliveryNotFoundError:
    return DeliveryNotFoundError(f"There is no delivery {delivery_id}.")
