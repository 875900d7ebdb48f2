"""Who a caller is, whose things they may see, and what they may do."""

from dataclasses import dataclass

from application.errors import KeyRefusedError, MissingKeyError, OutOfScopeError
from application.known_keys import KnownKeys
from application.ports.clock import Clock
from domain.api_key import ApiKey, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckKey:
    """The caller's key; None where there is no key at all, and the service open to everybody.

    A key that was revoked or has expired counts as one: the end of the last key must not open the
    service. Raises MissingKeyError, KeyRefusedError, and DatabaseUnavailableError for a key that
    is not known yet.
    """

    keys: KnownKeys
    clock: Clock

    async def is_open(self) -> bool:
        return not await self.keys.all()

    async def __call__(self, secret: str | None) -> ApiKey | None:
        if await self.is_open():
            return None
        if secret is None:
            raise MissingKeyError("This request has no API key.")
        key = await self.keys.with_secret(secret)
        if key is None:
            raise KeyRefusedError("There is no such API key.")
        if key.revoked_at is not None:
            raise KeyRefusedError("This API key was revoked.")
        if key.has_expired(self.clock.now()):
            raise KeyRefusedError("This API key has expired.")
        return key


def require_scope(key: ApiKey, scope: Scope) -> None:
    """Raises OutOfScopeError."""
    if not key.allows(scope):
        raise OutOfScopeError(f"This needs a key with the scope `{scope}`, which yours has not.")
