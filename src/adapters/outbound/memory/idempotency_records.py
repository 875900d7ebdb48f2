"""Keys and what was answered, in a dictionary."""

from datetime import datetime
from typing import final

from adapters.outbound.memory.records import Records
from application.errors import ConflictError
from application.ports.idempotency import (
    ClaimId,
    IdempotencyKey,
    IdempotencyRecords,
    KeyRecord,
)
from domain.audio_clip import OwnerId


@final
class InMemoryIdempotencyRecords(IdempotencyRecords):
    def __init__(self, records: Records) -> None:
        self._kept = records.idempotency

    async def add(self, record: KeyRecord) -> None:
        if await self.find(record.owner, record.key) is not None:
            raise ConflictError("This owner has sent the same key.")
        self._kept[record.claim] = record

    async def find(self, owner: OwnerId, key: IdempotencyKey) -> KeyRecord | None:
        theirs = (it for it in self._kept.values() if (it.owner, it.key) == (owner, key))
        return next(theirs, None)

    async def under_claim(self, claim: ClaimId) -> KeyRecord | None:
        return self._kept.get(claim)

    async def save(self, record: KeyRecord) -> None:
        if record.claim in self._kept:
            self._kept[record.claim] = record

    async def remove(self, claim: ClaimId) -> None:
        self._kept.pop(claim, None)

    async def forget_expired(self, before: datetime, *, limit: int | None = None) -> int:
        expired = [it.claim for it in self._kept.values() if it.has_expired(now=before)][:limit]
        for claim in expired:
            del self._kept[claim]
        return len(expired)
