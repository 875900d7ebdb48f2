"""Runs jobs in this process as a Temporal server hands them out."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, final

from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from adapters.inbound.temporal.job_activities import JobActivities
from adapters.inbound.temporal.stage_activities import StageActivities
from adapters.inbound.temporal.workflow import TranscriptionWorkflow
from adapters.temporal_names import Capability, TemporalPlace
from application.ports.runners import RunnerRegister
from domain.transcription_job import Stage

_LOG: Final = logging.getLogger(__name__)
_TRIED_EVERY: Final = 3.0
"""Seconds, while Temporal cannot be reached."""
_HEARTBEATS_SENT_EVERY: Final = timedelta(seconds=1)
"""Temporal tells of a cancellation in its answer to a heartbeat."""
_REMEMBERED_FOR: Final = timedelta(seconds=2)
"""How long Temporal waits for the worker that knows a workflow before it asks another. Workflows
are short, and soon read."""
_GRACE: Final = timedelta(seconds=5)
"""Longer than a stage takes to be put back."""
_LAST_WORDS: Final = 6.0
"""Seconds that all of it gets to end. Temporal notices what did not by its silence."""


@final
class TemporalRunner:
    """Takes stages that need one of `takes`, at most `at_once` of each. It belongs to one event
    loop."""

    def __init__(
        self,
        *,
        place: TemporalPlace,
        jobs: JobActivities,
        stages: StageActivities,
        capabilities: Mapping[Stage, Capability],
        takes: Collection[Capability],
        at_once: Mapping[Capability, int],
        runners: RunnerRegister,
    ) -> None:
        self._place = place
        self._jobs = jobs
        self._stages = stages
        self._capabilities = capabilities
        self._takes = takes
        self._at_once = at_once
        self._runners = runners
        self._workers: Sequence[Worker] = ()
        self._serving: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Go on in the background, whether Temporal can be reached or not."""
        self._serving = asyncio.create_task(self._serve(), name="working for Temporal")

    def stop(self) -> None:
        """Take nothing more, and put back what runs."""
        self._stopping.set()

    async def close(self) -> None:
        self.stop()
        if self._serving is not None:
            await asyncio.wait({self._serving}, timeout=_LAST_WORDS)
            self._serving.cancel()

    async def _serve(self) -> None:
        told = ""
        while not self._stopping.is_set():
            try:
                await self._work()
                told = ""
            except (RPCError, RuntimeError) as error:
                if str(error) != told:
                    told = str(error)
                    _LOG.warning("no work from Temporal at %s: %s", self._place.address, told)
                await self._stopped_within(_TRIED_EVERY)

    async def _work(self) -> None:
        """Until told to stop. Raises RPCError or RuntimeError when there is no going on."""
        client = await Client.connect(
            self._place.address, namespace=self._place.namespace, identity=self._runners.me
        )
        workers = self._made(client)
        running = [asyncio.ensure_future(worker.run()) for worker in workers]
        stopping = asyncio.ensure_future(self._stopping.wait())
        _LOG.info(
            "working for Temporal at %s: %s", self._place.address, ", ".join(sorted(self._takes))
        )
        try:
            await asyncio.wait({*running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            ends = [worker.shutdown() for worker in workers]
            await asyncio.gather(*ends, return_exceptions=True)
            results = await asyncio.gather(*running, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _made(self, client: Client) -> Sequence[Worker]:
        anything = Worker(
            client,
            task_queue=self._place.queue,
            workflows=[TranscriptionWorkflow],
            activities=[*self._jobs.all(), *self._activities_for(None)],
            max_heartbeat_throttle_interval=_HEARTBEATS_SENT_EVERY,
            graceful_shutdown_timeout=_GRACE,
            sticky_queue_schedule_to_start_timeout=_REMEMBERED_FOR,
        )
        return [anything, *(self._worker_for(client, each) for each in sorted(self._takes))]

    def _worker_for(self, client: Client, capability: Capability) -> Worker:
        return Worker(
            client,
            task_queue=self._place.queue_for(capability),
            activities=self._activities_for(capability),
            max_concurrent_activities=self._at_once[capability],
            max_heartbeat_throttle_interval=_HEARTBEATS_SENT_EVERY,
            graceful_shutdown_timeout=_GRACE,
        )

    def _activities_for(self, capability: Capability | None) -> Sequence[Callable[..., Any]]:
        wanted = (stage for stage in Stage if self._capabilities.get(stage) is capability)
        return self._stages.of(wanted)

    async def _stopped_within(self, seconds: float) -> None:
        waiting = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({waiting}, timeout=seconds)
        waiting.cancel()
