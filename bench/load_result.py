"""What came of a load: how much was done, whether it was right, and who was kept waiting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.clips import LoadClip
from bench.goals import HEALTH_P99, NONE_WRONG, THROUGHPUT_AGAINST_RAW
from bench.health import HealthLog
from bench.raw_engine import Layout, RawRun
from bench.report import Figure, Section, Table
from bench.wer import EnglishScorer, WordErrors, pooled

MARGIN: Final = 0.05
"""By how much an answer's error rate may exceed that of the engine without a server."""
CONDITIONS: Final = (
    "Medians of the rounds; no word times, language not given, nobody labelled. The raw engine "
    "has the same weights, int8, beam 5, batches of 8."
)


@dataclass(frozen=True, slots=True)
class OurRun:
    seconds: float
    texts: tuple[str | None, ...]
    """None for each request that failed."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    clips: Sequence[LoadClip]
    ours: Sequence[OurRun]
    raw: Sequence[RawRun]
    layouts: Mapping[Layout, float]
    """Seconds for all clips, of each layout that was tried."""
    health: HealthLog
    clients: int

    @property
    def audio(self) -> float:
        """Seconds of sound in one round."""
        return sum(clip.seconds for clip in self.clips)

    @property
    def our_speed(self) -> float:
        """Seconds of sound in a second."""
        return self.audio / median(run.seconds for run in self.ours)

    @property
    def raw_speed(self) -> float:
        return self.audio / median(run.seconds for run in self.raw)

    @property
    def failures(self) -> int:
        return sum(text is None for run in self.ours for text in run.texts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer beside the same clip's transcript by the engine without a server."""

    clip: LoadClip
    ours: WordErrors
    raw: WordErrors

    @property
    def is_right(self) -> bool:
        return self.ours.rate <= self.raw.rate + MARGIN


def comparisons(result: LoadResult, scorer: EnglishScorer) -> Iterator[Comparison]:
    """Of every answer, in every round, to a clip whose words are known."""
    for our, raw in zip(result.ours, result.raw, strict=True):
        for clip, text, heard in zip(result.clips, our.texts, raw.heard, strict=True):
            if clip.said and text is not None:
                ours = scorer.errors(clip.said, text)
                yield Comparison(clip, ours, scorer.errors(clip.said, heard.text))


def lost(result: LoadResult) -> int:
    """Answers that are empty although the engine without a server heard something."""
    pairs = (
        (text, heard.text)
        for our, raw in zip(result.ours, result.raw, strict=True)
        for text, heard in zip(our.texts, raw.heard, strict=True)
    )
    return sum(text == "" and bool(heard) for text, heard in pairs)


def as_section(result: LoadResult) -> Section:
    compared = list(comparisons(result, EnglishScorer()))
    wrong = [one for one in compared if not one.is_right]
    return Section(
        key="load",
        title=f"{result.clients} clients at once",
        figures=[*_speeds(result), *_answers(result, compared, wrong), *_health(result.health)],
        tables=[_rounds(result), _layouts(result), _wrong(wrong)],
        notes=[f"{len(result.clips)} recordings, {result.audio:.0f} s in each round. {CONDITIONS}"],
    )


def _speeds(result: LoadResult) -> list[Figure]:
    ratio = 100 * result.our_speed / result.raw_speed
    return [
        Figure("throughput, ours / raw", ratio, "%", THROUGHPUT_AGAINST_RAW),
        Figure("sound in a second, ours", result.our_speed, "s"),
        Figure("sound in a second, raw", result.raw_speed, "s"),
    ]


def _answers(
    result: LoadResult, compared: Sequence[Comparison], wrong: Sequence[Comparison]
) -> list[Figure]:
    return [
        Figure("requests that failed", result.failures, "", NONE_WRONG),
        Figure("answers worse than raw by over 5 points", len(wrong), "", NONE_WRONG),
        Figure("answers empty where raw heard words", lost(result), "", NONE_WRONG),
        Figure("WER, ours", pooled(one.ours for one in compared).percent, "%"),
        Figure("WER, raw", pooled(one.raw for one in compared).percent, "%"),
    ]


def _health(health: HealthLog) -> list[Figure]:
    return [
        Figure("/health p50", health.milliseconds(50), "ms"),
        Figure("/health p99", health.milliseconds(99), "ms", HEALTH_P99),
        Figure("/health slowest", health.milliseconds(100), "ms"),
        Figure("/health asked", len(health.taken)),
        Figure("/health failed", health.failures, "", NONE_WRONG),
    ]


def _rounds(result: LoadResult) -> Table:
    rows = [
        (number, our.seconds, raw.seconds, 100 * raw.seconds / our.seconds)
        for number, (our, raw) in enumerate(zip(result.ours, result.raw, strict=True), start=1)
    ]
    return Table(("round", "ours s", "raw s", "ours / raw %"), rows)


def _layouts(result: LoadResult) -> Table:
    rows = [(str(layout), seconds) for layout, seconds in result.layouts.items()]
    return Table(("raw layout tried", "seconds"), rows, "the fastest is the yardstick")


def _wrong(wrong: Sequence[Comparison]) -> Table:
    rows = [(one.clip.name, one.ours.percent, one.raw.percent) for one in wrong]
    return Table(("worse than raw", "ours WER %", "raw WER %"), rows)
