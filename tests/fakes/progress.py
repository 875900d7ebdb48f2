"""Whoever is told how far work has come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from application.ports.stage_results import StageResult
from domain.transcription_job import Stage

PATIENCE: Final = 10
"""Seconds after which a thread or a task that never comes fails the test."""


def ignore_stage(_stage: Stage, _fraction: float) -> None:
    """For a test that does not care how far the work has come."""


@dataclass
class Notes:
    """All that a pipeline tells and keeps."""

    told: list[tuple[Stage, float]] = field(default_factory=list)
    kept: dict[Stage, StageResult] = field(default_factory=dict)

    def report(self, stage: Stage, fraction: float) -> None:
        self.told.append((stage, fraction))

    async def keep(self, stage: Stage, result: StageResult) -> None:
        self.kept[stage] = result

    def fractions_of(self, stage: Stage) -> Sequence[float]:
        return [fraction for told, fraction in self.told if told is stage]
