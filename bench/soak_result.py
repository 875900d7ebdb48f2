"""What came of a soak."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.goals import (
    FILES_LEFT_OPEN,
    HEALTH_P99,
    MEMORY_GROWTH_MIB,
    MEMORY_GROWTH_PERCENT,
    NONE_WRONG,
    Goal,
)
from bench.health import HealthLog
from bench.report import Figure, Section, Table
from bench.soak_requests import REQUESTS, TRANSCRIBING
from bench.vitals import Growth, VitalsLog

SHOWN: Final = 20
WRONG: Final = ("ERROR", "CRITICAL", "Traceback")
"""Failures are listed up to so many."""
MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Visit:
    kind: str
    seconds: float
    failure: str | None = None
    turned_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakResult:
    visits: Sequence[Visit]
    seconds: float
    vitals: VitalsLog
    health: HealthLog
    complaints: Sequence[str]
    """What the server's log says went wrong."""
    clients: int

    @property
    def failures(self) -> Sequence[Visit]:
        return [visit for visit in self.visits if visit.failure is not None]

    @property
    def turned_away(self) -> int:
        return sum(visit.turned_away for visit in self.visits)

    @property
    def jobs_per_minute(self) -> float:
        done = sum(visit.kind in TRANSCRIBING and _went_well(visit) for visit in self.visits)
        return MINUTE * done / self.seconds if self.seconds else 0.0


def wrong_lines(log: str) -> Sequence[str]:
    """What a server has to say when something went wrong that nobody had asked for."""
    return [line for line in log.splitlines() if any(word in line for word in WRONG)]


def memory_goal(growth: Growth) -> Goal:
    """A share of what it was, or so much where that is more: what is measured is never still."""
    return max(
        (MEMORY_GROWTH_MIB, Goal(MEMORY_GROWTH_PERCENT.side, _share_of(growth.first))),
        key=lambda goal: goal.limit,
    )


def as_section(result: SoakResult) -> Section:
    return Section(
        key="soak",
        title=f"{result.clients} clients for {result.seconds / MINUTE:.1f} minutes",
        figures=[*_requests(result), *_vitals(result.vitals), *_health(result.health)],
        tables=[_kinds(result), _failures(result), _complaints(result)],
        notes=["First and last: medians of the first and the last minute after a warm-up."],
    )


def _requests(result: SoakResult) -> list[Figure]:
    return [
        Figure("requests", len(result.visits)),
        Figure("requests that failed", len(result.failures), "", NONE_WRONG),
        Figure("requests told to come back later", result.turned_away),
        Figure("errors in the server's log", len(result.complaints), "", NONE_WRONG),
        Figure("transcripts in a minute", result.jobs_per_minute),
    ]


def _vitals(vitals: VitalsLog) -> list[Figure]:
    memory, files = vitals.memory, vitals.files
    return [
        Figure("memory, first", memory.first, "MiB"),
        Figure("memory, last", memory.last, "MiB"),
        Figure("memory, growth", memory.amount, "MiB", memory_goal(memory)),
        Figure("memory, growth in percent", memory.percent, "%"),
        Figure("open files, first", files.first),
        Figure("open files, last", files.last),
        Figure("open files, growth", files.amount, "", FILES_LEFT_OPEN),
    ]


def _health(health: HealthLog) -> list[Figure]:
    return [
        Figure("/health p50", health.milliseconds(50), "ms"),
        Figure("/health p99", health.milliseconds(99), "ms", HEALTH_P99),
        Figure("/health slowest", health.milliseconds(100), "ms"),
        Figure("/health asked", len(health.taken)),
        Figure("/health failed", health.failures, "", NONE_WRONG),
    ]


def _kinds(result: SoakResult) -> Table:
    rows = []
    for kind in REQUESTS:
        visits = [visit for visit in result.visits if visit.kind == kind]
        well = [visit.seconds for visit in visits if _went_well(visit)]
        failed = sum(visit.failure is not None for visit in visits)
        rows.append(
            (kind, len(visits), failed, median(well) if well else None, max(well, default=0))
        )
    return Table(("request", "times", "failed", "median s", "longest s"), rows)


def _failures(result: SoakResult) -> Table:
    counts = Counter((visit.kind, visit.failure) for visit in result.failures)
    rows = [(kind, why, count) for (kind, why), count in counts.most_common(SHOWN)]
    return Table(("failed", "why", "times"), rows)


def _complaints(result: SoakResult) -> Table:
    return Table(("the server's log",), [(line,) for line in result.complaints[:SHOWN]])


def _went_well(visit: Visit) -> bool:
    return visit.failure is None and not visit.turned_away


def _share_of(first: float) -> float:
    return round(first * MEMORY_GROWTH_PERCENT.limit / 100, 1)
