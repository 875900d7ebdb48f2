"""Who makes a request."""

from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from starlette.types import Scope

from domain.audio_clip import EVERYONE, OwnerId

_STATE: Final = "state"
_OWNER: Final = "owner"


def owner_of(scope: Scope) -> OwnerId:
    """Whose clips, jobs, speakers and transcripts a request may see: EVERYONE's where the service
    runs without keys."""
    owner: OwnerId = scope.get(_STATE, {}).get(_OWNER, EVERYONE)
    return owner


def note_owner(scope: Scope, owner: OwnerId) -> None:
    """Once it is known, before any door is reached."""
    scope.setdefault(_STATE, {})[_OWNER] = owner


def _owner(request: Request) -> OwnerId:
    return owner_of(request.scope)


Owner: TypeAlias = Annotated[OwnerId, Depends(_owner)]
