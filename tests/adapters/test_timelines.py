"""Gaps in time: which are believed, and which are not."""

import pytest

from adapters.outbound.audio.timeline import Timeline, silence, with_next

FRAME = 0.02


def placed(*starts: float | None, promised: float | None = None, is_kept: bool = True) -> float:
    """Seconds that there are in the end, with a frame at each of the starts."""
    timeline = Timeline(is_kept=is_kept, promised=promised)
    for start, following in with_next([(start,) for start in starts]):
        missing = timeline.missing_before(start[0], following[0] if following else None)
        timeline.advance(missing + FRAME)
    return timeline.reached


def steady(start: float, count: int = 3) -> list[float]:
    return [start + number * FRAME for number in range(count)]


def test_sound_without_gaps_needs_no_silence() -> None:
    assert placed(*steady(0)) == pytest.approx(3 * FRAME)


def test_sound_may_begin_at_any_time() -> None:
    assert placed(*steady(95_000)) == pytest.approx(3 * FRAME)


def test_a_gap_is_silent() -> None:
    assert placed(*steady(0), *steady(5)) == pytest.approx(5 + 3 * FRAME)


def test_small_gaps_are_made_up_for_together() -> None:
    starts = [number * (FRAME + 0.02) for number in range(10)]
    assert placed(*starts) == pytest.approx(starts[-1] + FRAME, abs=0.05)


def test_sound_whose_time_is_unknown_counts_nevertheless() -> None:
    assert placed(None, *steady(FRAME), None, None, *steady(6 * FRAME)) == pytest.approx(9 * FRAME)


def test_a_gap_before_a_single_frame_is_filled_behind_it() -> None:
    assert placed(*steady(0), 5, *steady(9)) == pytest.approx(9 + 3 * FRAME)


@pytest.mark.parametrize("wrong", [-30, 30, 5000])
def test_one_time_that_the_others_contradict_does_not_count(wrong: float) -> None:
    assert placed(*steady(100), wrong, *steady(100 + 4 * FRAME)) == pytest.approx(7 * FRAME)


def test_times_that_start_anew_are_believed_from_there() -> None:
    starts = [*steady(100), *steady(0), *steady(2)]
    assert placed(*starts) == pytest.approx(2 + 6 * FRAME)


@pytest.mark.parametrize(("gap", "promised"), [(601, None), (50, 40), (3601, 9000)])
def test_a_gap_that_is_too_long_is_none(gap: float, promised: float | None) -> None:
    assert placed(*steady(0), *steady(gap), promised=promised) == pytest.approx(6 * FRAME)


@pytest.mark.parametrize(("gap", "promised"), [(599, None), (39, 40), (3599, 9000)])
def test_a_gap_may_be_long(gap: float, promised: float | None) -> None:
    assert placed(*steady(0), *steady(gap), promised=promised) == pytest.approx(gap + 3 * FRAME)


def test_times_that_were_only_counted_prove_nothing() -> None:
    assert placed(*steady(0), *steady(5), is_kept=False) == pytest.approx(6 * FRAME)


def test_silence_comes_in_blocks_of_a_second() -> None:
    blocks = list(silence(2.5))
    assert [len(block) for block in blocks] == [16_000, 16_000, 8_000]
    assert not any(block.any() for block in blocks)
