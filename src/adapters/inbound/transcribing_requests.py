"""Requests that last as long as a transcription, so that it can be told how many there are."""

from collections.abc import Callable
from typing import Final

from fastapi import Depends, Request
from starlette.types import Scope

_STATE: Final = "state"
_KEY: Final = "transcribing"


def note_counter(scope: Scope, count: Callable[[], None]) -> None:
    """What is called when it turns out that the request is one of them."""
    scope.setdefault(_STATE, {})[_KEY] = count


async def _count(request: Request) -> None:
    count = request.scope.get(_STATE, {}).get(_KEY)
    if count is not None:
        count()


LASTS: Final = Depends(_count)
"""A dependency of each route whose requests wait for a transcription, or are told it as it is made.
The route says it and no list of paths, which would lack the next one."""
