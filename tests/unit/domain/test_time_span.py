"""Half-open stretches of time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidTimeSpanError
from domain.time_span import TimeSpan

seconds = st.floats(min_value=0, max_value=100_000)
spans = (
    st.tuples(seconds, seconds)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: TimeSpan(min(ends), max(ends)))
)


@pytest.mark.parametrize(
    ("start", "end"),
    [(1, 1), (2, 1), (-1, 1), (-2, -1), (math.nan, 1), (0, math.nan), (math.inf, math.inf)],
)
def test_what_is_not_a_stretch_of_time_is_refused(start: float, end: float) -> None:
    with pytest.raises(InvalidTimeSpanError):
        TimeSpan(start, end)


def test_a_stretch_lasts_from_its_start_to_its_end() -> None:
    span = TimeSpan(1.5, 4)
    assert (span.duration, span.middle) == (2.5, 2.75)


@pytest.mark.parametrize(
    ("other", "overlap", "gap"),
    [
        (TimeSpan(0, 1), 0, 1),
        (TimeSpan(0, 2), 0, 0),
        (TimeSpan(0, 3), 1, 0),
        (TimeSpan(2.5, 3), 0.5, 0),
        (TimeSpan(0, 9), 2, 0),
        (TimeSpan(4, 5), 0, 0),
        (TimeSpan(4.5, 5), 0, 0.5),
    ],
)
def test_two_stretches_overlap_or_touch_or_are_apart(
    other: TimeSpan, overlap: float, gap: float
) -> None:
    span = TimeSpan(2, 4)
    assert (span.overlap(other), span.gap(other)) == (overlap, gap)


@given(spans, spans)
def test_overlap_and_gap_do_not_care_who_is_asked(one: TimeSpan, other: TimeSpan) -> None:
    assert one.overlap(other) == other.overlap(one)
    assert one.gap(other) == other.gap(one)
    assert not (one.overlap(other) and one.gap(other))


def test_stretches_are_ordered_by_when_they_start() -> None:
    late, early, long = TimeSpan(2, 3), TimeSpan(0, 5), TimeSpan(2, 4)
    assert sorted([late, long, early]) == [early, late, long]
