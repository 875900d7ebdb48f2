"""Keys that stand in the settings: for whoever needs no more than one or two of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID, uuid5

from pydantic import SecretStr

from application.known_keys import KnownKeys
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.api_key import EVERY_SCOPE, ApiKey, Digest, KeyId, digest_of, owner_named
from domain.audio_clip import EVERYONE, OwnerId
from domain.errors import InvalidKeyError
from infrastructure.text_lists import listed

SHORTEST_SECRET: Final = 16
_GOOD: Final = re.compile(rf"[!-~]{{{SHORTEST_SECRET},}}")
"""Whatever else is in a header, clients and servers do not agree on what it is."""
_NAME: Final = "API_KEYS"
_IDS: Final = UUID("6f3d6a52-5d0e-4f0a-9a64-1f3a3a7c1c0e")


def usable_api_keys(keys: SecretStr | None) -> SecretStr | None:
    """The same. Raises ValueError, with none of the secrets in it."""
    if keys is not None:
        _owners(keys)
    return keys


def known_keys(
    keys: SecretStr | None, *, unit_of_work: UnitOfWorkFactory, clock: Clock
) -> KnownKeys:
    now = clock.now()
    owners = {} if keys is None else _owners(keys)
    configured = [
        ApiKey(
            id=KeyId(uuid5(_IDS, digest)),
            name=_NAME,
            owner=owner,
            hint=_NAME,
            digest=digest,
            scopes=EVERY_SCOPE,
            created_at=now,
        )
        for digest, owner in owners.items()
    ]
    return KnownKeys(configured, unit_of_work, clock)


def _owners(keys: SecretStr) -> Mapping[Digest, OwnerId]:
    """By the digest of the secret."""
    owners: dict[Digest, OwnerId] = {}
    for digest, owner in _each(listed(keys.get_secret_value())):
        if owners.setdefault(digest, owner) != owner:
            raise ValueError("the same secret stands there for two owners")
    if not owners:
        raise ValueError("there is no secret in it; leave it out, or list at least one")
    return owners


def _each(entries: list[str]) -> Iterator[tuple[Digest, OwnerId]]:
    for place, entry in enumerate(entries, start=1):
        owner, colon, secret = entry.rpartition(":")
        if not _GOOD.fullmatch(secret):
            raise ValueError(
                f"secret {place} has fewer than {SHORTEST_SECRET} characters, or others than "
                "letters, digits and signs of ASCII; `openssl rand -hex 32` makes a good one"
            )
        try:
            yield digest_of(secret), owner_named(owner) if colon else EVERYONE
        except InvalidKeyError as error:
            raise ValueError(f"before the colon of secret {place}: {error}") from error
