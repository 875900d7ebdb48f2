"""From what is to be done for a job to how Temporal is to have it done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from adapters.inbound.temporal.plan import Plan, Retries, Step
from adapters.temporal_names import Capability, TemporalPlace
from application.stage_limits import StageLimits
from application.use_cases.jobs.plan_job import JobPlan
from domain.retry_policy import RetryPolicy
from domain.transcription_job import JobKind, Priority, Stage

_URGENCY: Final[Mapping[Priority, int]] = MappingProxyType(
    {Priority.INTERACTIVE: 1, Priority.BATCH: 4}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    place: TemporalPlace
    capabilities: Mapping[Stage, Capability]
    limits: StageLimits
    retry: RetryPolicy
    heartbeat: timedelta

    def __call__(self, wanted: JobPlan) -> Plan:
        return Plan(
            owner=wanted.job.owner,
            first=[self._step(wanted, stage) for stage in wanted.first],
            chains=[[self._step(wanted, stage) for stage in chain] for chain in wanted.chains],
            last=self._step(wanted, Stage.ASSIGN_SPEAKERS),
            retries=Retries(
                most_attempts=self.retry.max_attempts,
                first_pause=self.retry.initial_interval.total_seconds(),
                coefficient=self.retry.coefficient,
                longest_pause=self.retry.max_interval.total_seconds(),
            ),
            labels_may_fail=wanted.job.kind is JobKind.FULL,
            is_complete=wanted.is_complete,
        )

    def _step(self, wanted: JobPlan, stage: Stage) -> Step:
        # The worker keeps to the stage's own limit. This is for one that does not, and leaves room
        # for decoding, which each stage begins with, and for waiting until it is its turn there.
        limits = {stage, Stage.DECODE}
        limit = 2 * sum(self.limits.of(s, duration=wanted.duration).total_seconds() for s in limits)
        return Step(
            stage=stage,
            queue=self.place.queue_for(self.capabilities.get(stage)),
            limit=limit,
            heartbeat=self.heartbeat.total_seconds(),
            # Nothing waits for speakers; for speech, a GPU may.
            urgency=_URGENCY[wanted.job.priority] + (stage is Stage.DIARIZE),
        )
