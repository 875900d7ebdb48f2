"""Judging a server under load beside the engine without a server."""

from pathlib import Path

import pytest

from bench.clips import LoadClip, split_turns
from bench.health import HealthLog, percentile_of
from bench.load_result import LoadResult, OurRun, as_section, comparisons, lost
from bench.raw_engine import Layout, RawHearing, RawRun, layouts_for
from bench.wer import EnglishScorer

CLIPS = (
    LoadClip("known", Path("known"), 30.0, "one two three four five six seven eight nine ten"),
    LoadClip("meeting", Path("meeting"), 30.0, None),
)
RIGHT = "one two three four five six seven eight nine ten"
ONE_OFF = "one two three four five six seven eight nine hen"


def _result(*texts: str | None, raw: str = RIGHT) -> LoadResult:
    heard = (RawHearing(raw, 1.0), RawHearing("hello", 1.0))
    return LoadResult(
        CLIPS, [OurRun(6.0, texts)], [RawRun(5.0, heard)], {Layout(2, 1): 5.0}, HealthLog(), 8
    )


def test_throughput_is_sound_in_a_second() -> None:
    result = _result(RIGHT, "hello")
    assert result.our_speed == 10.0
    assert result.raw_speed == 12.0


def test_an_answer_may_be_as_wrong_as_the_raw_engine() -> None:
    (compared,) = comparisons(_result(ONE_OFF, "hello", raw=ONE_OFF), EnglishScorer())
    assert compared.is_right


def test_an_answer_that_is_worse_than_the_raw_engine_is_wrong() -> None:
    (compared,) = comparisons(_result(ONE_OFF, "hello"), EnglishScorer())
    assert not compared.is_right


def test_a_failed_request_is_a_failure_and_no_answer() -> None:
    result = _result(None, "hello")
    assert result.failures == 1
    assert list(comparisons(result, EnglishScorer())) == []


def test_an_empty_answer_to_a_clip_without_a_transcript_is_noticed() -> None:
    assert lost(_result(RIGHT, "")) == 1
    assert lost(_result(RIGHT, "hi")) == 0


def test_the_section_passes_judgement() -> None:
    section = as_section(_result(ONE_OFF, None))
    verdicts = {figure.name: figure.passed for figure in section.figures}
    assert verdicts["throughput, ours / raw"] is False
    assert verdicts["requests that failed"] is False
    assert verdicts["answers worse than raw by over 5 points"] is False


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 101)]
    assert percentile_of(values, 50) == 50
    assert percentile_of(values, 99) == 99
    assert percentile_of([3.0], 99) == 3
    assert percentile_of([], 99) == 0


def test_health_answers_that_did_not_come_are_failures() -> None:
    log = HealthLog()
    log.add([0.002, None, 0.004])
    assert log.failures == 1
    assert log.milliseconds(100) == pytest.approx(4)


@pytest.mark.parametrize(
    ("cores", "workers"), [(1, [1]), (2, [1, 2]), (4, [1, 2, 4]), (6, [1, 2, 4, 6])]
)
def test_layouts_share_out_every_core(cores: int, workers: list[int]) -> None:
    layouts = layouts_for(cores)
    assert [layout.workers for layout in layouts] == workers
    assert all(layout.workers * layout.threads <= cores for layout in layouts)


def test_slices_end_between_turns() -> None:
    turns = [{"start": float(n), "end": n + 0.9} for n in range(10)]
    assert [len(run) for run in split_turns(turns, 3.0)] == [4, 4]
