"""Labels and numbers of speakers."""

import pytest

from domain.errors import InvalidOptionError
from domain.speaker import ANY_NUMBER, SpeakerCount, speaker_label


@pytest.mark.parametrize(
    ("number", "label"), [(0, "SPEAKER_00"), (7, "SPEAKER_07"), (123, "SPEAKER_123")]
)
def test_speakers_are_numbered_from_zero(number: int, label: str) -> None:
    assert speaker_label(number) == label


@pytest.mark.parametrize(
    ("exact", "at_least", "at_most", "count"),
    [
        (None, None, None, ANY_NUMBER),
        (2, None, None, SpeakerCount(2, 2)),
        (None, 2, None, SpeakerCount(2, None)),
        (None, None, 4, SpeakerCount(None, 4)),
        (None, 2, 4, SpeakerCount(2, 4)),
        (3, 1, 2, SpeakerCount(3, 3)),
    ],
)
def test_an_exact_number_overrides_the_bounds(
    exact: int | None, at_least: int | None, at_most: int | None, count: SpeakerCount
) -> None:
    assert SpeakerCount.of(exact=exact, at_least=at_least, at_most=at_most) == count


@pytest.mark.parametrize(
    ("count", "exact", "known"),
    [
        (ANY_NUMBER, None, False),
        (SpeakerCount(2, 2), 2, True),
        (SpeakerCount(2, None), None, True),
        (SpeakerCount(None, 2), None, True),
        (SpeakerCount(1, 2), None, True),
    ],
)
def test_a_count_is_exact_when_its_bounds_meet(
    count: SpeakerCount,
    exact: int | None,
    known: bool,  # noqa: FBT001
) -> None:
    assert (count.exact, count.is_known) == (exact, known)


@pytest.mark.parametrize(("at_least", "at_most"), [(0, None), (None, 0), (-1, 3), (0, 0), (3, 2)])
def test_an_impossible_count_is_refused(at_least: int | None, at_most: int | None) -> None:
    with pytest.raises(InvalidOptionError):
        SpeakerCount(at_least, at_most)


def test_an_exact_number_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="0 speakers"):
        SpeakerCount.of(exact=0, at_least=1, at_most=2)


def test_bounds_that_cross_are_named_as_the_caller_knows_them() -> None:
    with pytest.raises(InvalidOptionError, match="min_speakers 3 is more than max_speakers 2"):
        SpeakerCount(3, 2)
