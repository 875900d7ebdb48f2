"""Loading models at the start, so that the first request need not wait for them."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from application.advice import with_advice
from application.errors import ApplicationError
from application.ports.engines.loadable import load_into
from infrastructure.container import Container

_LOG: Final = logging.getLogger(__name__)


def preloading(container: Container) -> "asyncio.Task[None]":
    """Goes on in the background: whoever needs a model meanwhile waits for the same loading. A
    model that cannot be had is told in the log, and again to the first who needs it."""
    return asyncio.create_task(_preload(container), name="preloading models")


async def _preload(container: Container) -> None:
    loop = asyncio.get_running_loop()
    for name, load in _wanted(container):
        try:
            await loop.run_in_executor(container.stage_threads(), load)
        except ApplicationError as error:
            _LOG.warning("not preloaded, %s: %s", name, with_advice(str(error), error.advice))
        except Exception:  # noqa: BLE001 - the service works without
            _LOG.exception("not preloaded, %s", name)


def _wanted(container: Container) -> Iterator[tuple[str, Callable[[], object]]]:
    settings = container.settings()
    if settings.preload_model:
        yield "PRELOAD_MODEL", partial(_load_whisper, container, settings.preload_model)
    if settings.preload:
        tables = (
            container.transcribers,
            container.speech_detectors,
            container.aligners,
            container.diarizers,
        )
        for table in tables:
            engine = table().usual
            yield engine.describe().name, partial(load_into, engine)


def _load_whisper(container: Container, name: str) -> None:
    load_into(container.transcribers().usual, container.model_catalog().canonical_name(name))
