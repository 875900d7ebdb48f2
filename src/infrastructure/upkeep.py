"""Keeping things in order: what a start, a chore and the command `hexavox purge` do alike."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from application.errors import UnavailableError
from infrastructure import database
from infrastructure.container import Container

_LOG: Final = logging.getLogger(__name__)


async def mend(container: Container) -> None:
    """Have rows and bytes agree, if both can be reached; else it is told, and done another time:
    whatever needs no recordings goes on without."""
    try:
        mended = await container.mend_storage()()
    except UnavailableError as error:
        _LOG.warning("rows and recordings were not compared: %s %s", error, error.advice)
        return
    _tell("%s after a crash: %d", asdict(mended))


async def purge(container: Container) -> Mapping[str, int]:
    """Remove what has expired; how much of each kind. Raises UnavailableError."""
    uploads = await container.forget_expired_uploads()()
    purged = {"uploads": uploads, **asdict(await container.purge_expired()())}
    _tell("%s that had expired and were removed: %d", purged)
    return purged


async def purge_once(container: Container, *, dry_run: bool) -> Mapping[str, int]:
    """As a command does, beside servers or without. Raises UnavailableError."""
    engine = container.database_engine()
    try:
        await database.migrate(engine)
        if dry_run:
            return asdict(await container.count_expired()())
        return await purge(container)
    finally:
        await engine.dispose()


def _tell(sentence: str, counts: Mapping[str, int]) -> None:
    for what, count in counts.items():
        if count:
            _LOG.info(sentence, what.replace("_", " "), count)
