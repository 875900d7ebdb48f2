"""API keys as rows, which hold digests and no secrets."""

from collections.abc import Sequence
from typing import final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import ApiKeyRow
from application.errors import KeyNotFoundError
from application.ports.api_keys import ApiKeyRepository
from domain.api_key import ApiKey, Digest, KeyId, Scope
from domain.audio_clip import OwnerId


@final
class SqlApiKeyRepository(ApiKeyRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, key: ApiKey) -> None:
        self._session.add(_to_row(key))
        with translating_errors():
            await self._session.flush()

    async def all(self) -> Sequence[ApiKey]:
        rows = await self._session.scalars(
            select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.id)
        )
        return [_from_row(row) for row in rows]

    async def save(self, key: ApiKey) -> None:
        if await self._session.get(ApiKeyRow, key.id) is None:
            raise KeyNotFoundError(f"There is no key {key.id}.")
        with translating_errors():
            await self._session.merge(_to_row(key))
            await self._session.flush()

    async def remove(self, key_id: KeyId) -> None:
        with translating_errors():
            await self._session.execute(delete(ApiKeyRow).where(ApiKeyRow.id == key_id))


def _to_row(key: ApiKey) -> ApiKeyRow:
    return ApiKeyRow(
        id=key.id,
        name=key.name,
        owner=key.owner,
        hint=key.hint,
        digest=key.digest,
        scopes=sorted(scope.value for scope in key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
    )


def _from_row(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=KeyId(row.id),
        name=row.name,
        owner=OwnerId(row.owner),
        hint=row.hint,
        digest=Digest(row.digest),
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
