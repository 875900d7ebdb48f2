"""Who makes a request."""

from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from starlette.types import Scope

from domain.api_key import ApiKey, KeyId
from domain.audio_clip import EVERYONE, OwnerId

_STATE: Final = "state"
_OWNER: Final = "owner"
_KEY: Final = "key"


def owner_of(scope: Scope) -> OwnerId:
    """Whose clips, jobs, speakers and transcripts a request may see: EVERYONE's where the service
    runs without keys."""
    owner: OwnerId = scope.get(_STATE, {}).get(_OWNER, EVERYONE)
    return owner


def key_of(scope: Scope) -> KeyId | None:
    """By which key a request came in; None where the service runs without keys."""
    key: KeyId | None = scope.get(_STATE, {}).get(_KEY)
    return key


def note_owner(scope: Scope, owner: OwnerId) -> None:
    """Once it is known, before any door is reached."""
    scope.setdefault(_STATE, {})[_OWNER] = owner


def note_key(scope: Scope, key: ApiKey) -> None:
    """With whom it belongs to."""
    note_owner(scope, key.owner)
    scope[_STATE][_KEY] = key.id


def _owner(request: Request) -> OwnerId:
    return owner_of(request.scope)


Owner: TypeAlias = Annotated[OwnerId, Depends(_owner)]
