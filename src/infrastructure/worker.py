"""Running jobs in a process of its own, beside the server or on another machine."""

import asyncio
import logging
import signal
from collections.abc import Collection
from typing import Final

from dependency_injector import providers

from adapters.temporal_names import Capability
from infrastructure.app import make_container, stop, working
from infrastructure.container import Container
from infrastructure.environment import SettingsError, read_settings
from infrastructure.folders import make_folders
from infrastructure.known_models import require_known_models
from infrastructure.leaving import leave
from infrastructure.logging import configure_logging_of
from infrastructure.reaching_database import require_database
from infrastructure.settings import Settings
from infrastructure.variables.jobs import JobEngineKind
from infrastructure.worker_metrics import telling_of_itself

_LOG: Final = logging.getLogger(__name__)


def run_worker(*, takes: Collection[Capability]) -> None:
    """Work until the process is told to stop. `takes` is empty for everything.

    Raises SettingsError, NoDatabaseError.
    """
    settings = read_settings().model_copy(update={"server_runs_jobs": True})
    _require_choice(settings, takes)
    configure_logging_of(settings)
    make_folders(settings)
    container = make_container(settings)
    require_known_models(container)
    if takes:
        container.takes.override(providers.Object(frozenset(takes)))
    work(container)


def work(container: Container) -> None:
    require_database(container.settings())
    asyncio.run(_work(container))


async def _work(container: Container) -> None:
    told_to_stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, told_to_stop.set)
    async with telling_of_itself(container), working(container, runs_jobs=True):
        _LOG.info("this worker is %s", container.runners().me)
        await told_to_stop.wait()
        stop(container)
    _LOG.info("stopped")
    # Not by returning: that would wait for threads that compute.
    leave(0)


def _require_choice(settings: Settings, takes: Collection[Capability]) -> None:
    if takes and settings.job_engine is not JobEngineKind.TEMPORAL:
        raise SettingsError("--takes needs JOB_ENGINE=temporal: other workers take whole jobs.")
