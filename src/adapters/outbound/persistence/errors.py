"""What a database refuses, in the application's terms; what keeps it from answering is told in
`failures.py`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError

from adapters.outbound.persistence.tables import (
    CLIP_PER_OWNER,
    KEY_PER_DIGEST,
    KEY_PER_OWNER,
    TRANSCRIPT_PER_OPTIONS,
)
from application.errors import ApplicationError, ConflictError, NotFoundError

CONFLICTS: Final[Mapping[UniqueConstraint, str]] = MappingProxyType(
    {
        CLIP_PER_OWNER: "This owner has a clip with the same content.",
        KEY_PER_OWNER: "This owner has sent the same key.",
        KEY_PER_DIGEST: "There is a key with the same secret.",
        TRANSCRIPT_PER_OPTIONS: "This clip has a transcript with the same options.",
    }
)
_NO_PARENT: Final = "23503"
"""PostgreSQL says in the language of its machine what SQLite says in English."""


@contextmanager
def translating_errors(*, orphaned: NotFoundError | None = None) -> Iterator[None]:
    """Raises ConflictError, and `orphaned` where a row would belong to something that is not
    there."""
    try:
        yield
    except IntegrityError as error:
        translated = _translated(error, orphaned)
        if translated is None:
            raise
        raise translated from error


def _translated(error: IntegrityError, orphaned: NotFoundError | None) -> ApplicationError | None:
    text = str(error.orig)
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate == _NO_PARENT or text.startswith("FOREIGN KEY constraint"):
        return orphaned
    return next(
        (ConflictError(said) for broken, said in CONFLICTS.items() if _is_named(broken, text)), None
    )


def _is_named(constraint: UniqueConstraint, text: str) -> bool:
    # SQLite names the columns where other databases name the constraint.
    columns = ", ".join(f"{column.table.name}.{column.name}" for column in constraint.columns)
    return str(constraint.name) in text or text.endswith(f"failed: {columns}")
