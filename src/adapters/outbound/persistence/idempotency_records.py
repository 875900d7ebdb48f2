"""Keys and what was answered, as rows."""

from datetime import datetime
from typing import Any, final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import IdempotencyKeyRow
from application.ports.idempotency import (
    Answer,
    BodyFingerprint,
    ClaimId,
    IdempotencyKey,
    IdempotencyRecords,
    KeptAnswer,
    KeyRecord,
    RequestFingerprint,
)
from domain.audio_clip import OwnerId
from domain.job_lease import RunnerId


@final
class SqlIdempotencyRecords(IdempotencyRecords):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, record: KeyRecord) -> None:
        self._session.add(IdempotencyKeyRow(id=record.claim, **_columns_of(record)))
        with translating_errors():
            await self._session.flush()

    async def find(self, owner: OwnerId, key: IdempotencyKey) -> KeyRecord | None:
        return await self._one(IdempotencyKeyRow.owner == owner, IdempotencyKeyRow.key == key)

    async def under_claim(self, claim: ClaimId) -> KeyRecord | None:
        return await self._one(IdempotencyKeyRow.id == claim)

    async def save(self, record: KeyRecord) -> None:
        changed = update(IdempotencyKeyRow).where(IdempotencyKeyRow.id == record.claim)
        with translating_errors():
            await self._session.execute(changed.values(**_columns_of(record)))

    async def remove(self, claim: ClaimId) -> None:
        with translating_errors():
            await self._session.execute(
                delete(IdempotencyKeyRow).where(IdempotencyKeyRow.id == claim)
            )

    async def forget_expired(self, before: datetime, *, limit: int | None = None) -> int:
        expired = (
            select(IdempotencyKeyRow.id)
            .where(IdempotencyKeyRow.expires_at <= before)
            .order_by(IdempotencyKeyRow.expires_at)
            .limit(limit)
        )
        removal = delete(IdempotencyKeyRow).where(IdempotencyKeyRow.id.in_(expired))
        with translating_errors():
            gone = await self._session.scalars(
                removal.returning(IdempotencyKeyRow.id).execution_options(synchronize_session=False)
            )
        return len(gone.all())

    async def _one(self, *which: ColumnElement[bool]) -> KeyRecord | None:
        row = await self._session.scalar(select(IdempotencyKeyRow).where(*which))
        return None if row is None else _record_from_row(row)


def _columns_of(record: KeyRecord) -> dict[str, Any]:
    return {
        "owner": record.owner,
        "key": record.key,
        "request": record.request,
        "runner": record.runner,
        "expires_at": record.expires_at,
        **_answer_columns(record.answered),
    }


def _answer_columns(answered: KeptAnswer | None) -> dict[str, Any]:
    if answered is None:
        return {}
    return {
        "status": answered.answer.status,
        "headers": {"pairs": [list(pair) for pair in answered.answer.headers]},
        "answer": answered.answer.body,
        "body_sha256": answered.to_body.sha256 if answered.to_body else None,
        "body_size": answered.to_body.size if answered.to_body else None,
    }


def _record_from_row(row: IdempotencyKeyRow) -> KeyRecord:
    return KeyRecord(
        owner=OwnerId(row.owner),
        key=IdempotencyKey(row.key),
        request=RequestFingerprint(row.request),
        claim=ClaimId(row.id),
        runner=RunnerId(row.runner),
        expires_at=row.expires_at,
        answered=_answered(row),
    )


def _answered(row: IdempotencyKeyRow) -> KeptAnswer | None:
    if row.status is None:
        return None
    headers = tuple((name, value) for name, value in (row.headers or {})["pairs"])
    return KeptAnswer(Answer(row.status, headers, row.answer or b""), _to_body(row))


def _to_body(row: IdempotencyKeyRow) -> BodyFingerprint | None:
    if row.body_sha256 is None:
        return None
    return BodyFingerprint(row.body_sha256, row.body_size or 0)
