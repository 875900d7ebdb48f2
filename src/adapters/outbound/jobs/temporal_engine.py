"""Jobs as workflows of a Temporal server."""

import logging
from datetime import timedelta
from typing import Final, final

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from adapters.temporal_names import WORKFLOW, TemporalPlace
from application.ports.job_engine import JobEngine
from application.ports.job_news import JobNews
from domain.transcription_job import JobId

_LOG: Final = logging.getLogger(__name__)
_PATIENCE: Final = timedelta(seconds=2)
"""Somebody waits for the answer to a request, and what was not submitted is submitted again."""


@final
class TemporalJobEngine(JobEngine):
    """One workflow for each job, with the job's id. While the server cannot be reached, jobs wait
    in the database, and those that are cancelled there stop because they look there."""

    def __init__(self, place: TemporalPlace, news: JobNews) -> None:
        self._place = place
        self._news = news
        self._client: Client | None = None

    async def submit(self, job_id: JobId) -> None:
        try:
            client = await self._connected()
            await client.start_workflow(
                WORKFLOW,
                id=str(job_id),
                task_queue=self._place.queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                # Whether a job is to be run is known by the database, which the workflow asks
                # first: so one whose workflow was lost or terminated is taken up again.
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                rpc_timeout=_PATIENCE,
            )
        except (RPCError, RuntimeError) as error:
            _LOG.warning("job %s waits for Temporal at %s: %s", job_id, self._place.address, error)

    async def cancel(self, job_id: JobId) -> None:
        try:
            client = await self._connected()
            await client.get_workflow_handle(str(job_id)).cancel(rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                _LOG.warning("Temporal does not know yet that job %s is over: %s", job_id, error)
        except RuntimeError as error:
            _LOG.warning("Temporal does not know yet that job %s is over: %s", job_id, error)

    async def _connected(self) -> Client:
        """Without a word to the server: that comes with the first request."""
        if self._client is None:
            self._client = await Client.connect(
                self._place.address, namespace=self._place.namespace, lazy=True
            )
        return self._client
