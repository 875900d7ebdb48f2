"""What a database refuses, in the application's terms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError, OperationalError

from adapters.outbound.persistence.tables import CLIP_PER_OWNER, TRANSCRIPT_PER_OPTIONS
from application.errors import ApplicationError, ConflictError, NotFoundError, StorageFullError

CONFLICTS: Final[Mapping[UniqueConstraint, str]] = MappingProxyType(
    {
        CLIP_PER_OWNER: "This owner has a clip with the same content.",
        TRANSCRIPT_PER_OPTIONS: "This clip has a transcript with the same options.",
    }
)
_FULL: Final = ("database or disk is full", "No space left on device")


@contextmanager
def translating_errors(*, orphaned: NotFoundError | None = None) -> Iterator[None]:
    """Raises ConflictError, StorageFullError, and `orphaned` where a row would belong to
    something that is not there."""
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        translated = _translated(error, orphaned)
        if translated is None:
            raise
        raise translated from error


def _translated(
    error: IntegrityError | OperationalError, orphaned: NotFoundError | None
) -> ApplicationError | None:
    text = str(error.orig)
    if isinstance(error, OperationalError):
        return _full(text)
    if "foreign key constraint" in text.lower():
        return orphaned
    return next(
        (ConflictError(said) for broken, said in CONFLICTS.items() if _is_named(broken, text)), None
    )


def _full(text: str) -> StorageFullError | None:
    if any(sign in text for sign in _FULL):
        return StorageFullError("The server has no room to record this.")
    return None


def _is_named(constraint: UniqueConstraint, text: str) -> bool:
    # SQLite names the columns where other databases name the constraint.
    columns = ", ".join(f"{column.table.name}.{column.name}" for column in constraint.columns)
    return str(constraint.name) in text or text.endswith(f"failed: {columns}")
