"""Making keys, listing them, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from application.errors import AmbiguousKeyError, KeyNotFoundError
from application.ports.api_keys import NewKeySecret
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.api_key import USUAL_SCOPES, ApiKey, KeyId, Scope, Secret, digest_of, hint_of
from domain.audio_clip import EVERYONE, OwnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWish:
    name: str
    owner: OwnerId = EVERYONE
    scopes: frozenset[Scope] = USUAL_SCOPES
    lasting: timedelta | None = None
    """None: until it is revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    key: ApiKey
    secret: Secret = field(repr=False)
    """Told now or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateKey:
    """Raises InvalidKeyError."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId
    new_secret: NewKeySecret

    async def __call__(self, wish: KeyWish) -> MadeKey:
        secret, now = self.new_secret(), self.clock.now()
        key = ApiKey(
            id=KeyId(self.new_id()),
            name=wish.name,
            owner=wish.owner,
            hint=hint_of(secret),
            digest=digest_of(secret),
            scopes=wish.scopes,
            created_at=now,
            expires_at=None if wish.lasting is None else now + wish.lasting,
        )
        async with self.unit_of_work() as uow:
            await uow.keys.add(key)
            await uow.commit()
        return MadeKey(key=key, secret=secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKeys:
    """Of every owner, oldest first."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self) -> Sequence[ApiKey]:
        async with self.unit_of_work() as uow:
            return await uow.keys.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey:
    """Have a key, named by its id or its hint, open nothing any more; what its owner has stays.

    Raises KeyNotFoundError, and AmbiguousKeyError for a hint that several keys have.
    """

    unit_of_work: UnitOfWorkFactory
    clock: Clock

    async def __call__(self, named: str) -> ApiKey:
        async with self.unit_of_work() as uow:
            revoked = (await _only(uow, named)).revoked(now=self.clock.now())
            await uow.keys.save(revoked)
            await uow.commit()
        return revoked


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetKey:
    """As if it had never been there; with the last one the service is open again. Raises what
    RevokeKey raises."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, named: str) -> ApiKey:
        async with self.unit_of_work() as uow:
            key = await _only(uow, named)
            await uow.keys.remove(key.id)
            await uow.commit()
        return key


async def _only(uow: UnitOfWork, named: str) -> ApiKey:
    found = [key for key in await uow.keys.all() if named in {str(key.id), key.hint}]
    if not found:
        raise KeyNotFoundError("There is no key with that id or hint.")
    if len(found) > 1:
        ids = " and ".join(str(key.id) for key in found)
        raise AmbiguousKeyError(f"Several keys have that hint: {ids}.")
    return found[0]
