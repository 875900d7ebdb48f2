"""What shape subtitles can have."""

from typing import Any

import pytest

from domain.errors import InvalidOptionError
from domain.subtitle_shape import SubtitleShape


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"max_line_width": 9}, "between 10 and 1000 characters"),
        ({"max_line_width": 1001}, "between 10 and 1000 characters"),
        ({"max_line_count": 0}, "between 1 and 10 lines"),
        ({"max_line_count": 11}, "between 1 and 10 lines"),
        ({"shortest": 0}, "0 s at least and 7.0 s at most"),
        ({"shortest": 8}, "8 s at least and 7.0 s at most"),
        ({"fastest": 0}, "nobody reads 0 characters"),
    ],
)
def test_a_shape_that_cannot_be_is_refused(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidOptionError, match=reason):
        SubtitleShape(**wrong)


@pytest.mark.parametrize(("columns", "seconds"), [(3, 1), (34, 2), (170, 7)])
def test_reading_takes_a_second_at_least_and_seven_at_most(columns: int, seconds: float) -> None:
    assert SubtitleShape().time_to_read(columns) == seconds
