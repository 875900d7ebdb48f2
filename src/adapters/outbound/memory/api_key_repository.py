"""API keys in a dictionary."""

from collections.abc import Sequence
from typing import final

from adapters.outbound.memory.records import Records
from application.errors import ConflictError, KeyNotFoundError
from application.ports.api_keys import ApiKeyRepository
from domain.api_key import ApiKey, KeyId


@final
class InMemoryApiKeyRepository(ApiKeyRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, key: ApiKey) -> None:
        if any(key.digest == other.digest for other in self._records.keys.values()):
            raise ConflictError("There is a key with the same secret.")
        self._records.keys[key.id] = key

    async def all(self) -> Sequence[ApiKey]:
        return sorted(self._records.keys.values(), key=lambda key: (key.created_at, key.id))

    async def save(self, key: ApiKey) -> None:
        if key.id not in self._records.keys:
            raise KeyNotFoundError(f"There is no key {key.id}.")
        self._records.keys[key.id] = key

    async def remove(self, key_id: KeyId) -> None:
        self._records.keys.pop(key_id, None)
