"""The most likely way of tokens through what a CTC model heard."""

from typing import Final

import numpy as np

from adapters.outbound.engines.alignment.ctc_path import (
    ANY_TOKEN,
    LogProbabilities,
    TokenFrames,
    frames_of_tokens,
)

BLANK: Final = 3
A, B, C = range(3)


def heard(*tokens: int) -> LogProbabilities:
    """Frames in which these tokens are nine times as likely as all others together."""
    likely = np.full((len(tokens), 4), 0.1 / 3, np.float32)
    likely[np.arange(len(tokens)), tokens] = 0.9
    return np.log(likely)


def frames(found: list[TokenFrames] | None) -> list[tuple[int, int]]:
    assert found is not None
    return [(each.first, each.last) for each in found]


def test_tokens_are_found_where_they_are_heard() -> None:
    found = frames_of_tokens(heard(BLANK, A, A, BLANK, B, BLANK), [A, B], BLANK)
    assert frames(found) == [(1, 3), (4, 5)]


def test_two_that_are_the_same_have_something_between_them() -> None:
    assert frames(frames_of_tokens(heard(A, A, BLANK, A), [A, A], BLANK)) == [(0, 2), (3, 4)]


def test_an_unknown_sound_is_whatever_is_heard_between_its_neighbours() -> None:
    found = frames_of_tokens(heard(A, BLANK, C, BLANK, B), [A, ANY_TOKEN, B], BLANK)
    assert frames(found) == [(0, 1), (2, 3), (4, 5)]


def test_what_does_not_fit_is_not_found() -> None:
    assert frames_of_tokens(heard(A, B), [A, B, C], BLANK) is None
    assert frames_of_tokens(heard(A, A), [A, A], BLANK) is None
    assert frames_of_tokens(heard(A), [], BLANK) is None


def test_what_fits_well_scores_high() -> None:
    (well,) = frames_of_tokens(heard(BLANK, A, BLANK), [A], BLANK) or []
    (badly,) = frames_of_tokens(heard(BLANK, B, BLANK), [A], BLANK) or []
    assert badly.score < 0.1
    assert 0.8 < well.score <= 1
