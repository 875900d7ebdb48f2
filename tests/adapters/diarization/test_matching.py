"""Which voice is whose, against trying everything."""

from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest

from adapters.outbound.engines.diarization.matching import matched


def best_of_all(alike: npt.NDArray[np.floating]) -> float:
    few, many = sorted(alike.shape)
    table = alike if alike.shape[0] == few else alike.T
    return max(
        float(table[np.arange(few), list(chosen)].sum())
        for chosen in permutations(range(many), few)
    )


@pytest.mark.parametrize("voices", [1, 2, 3])
@pytest.mark.parametrize("people", [1, 2, 3, 7])
def test_nobody_could_be_matched_better(voices: int, people: int) -> None:
    for alike in np.random.default_rng(7).uniform(-1, 1, (50, voices, people)):
        own, persons = matched(alike)
        assert len(set(own)) == len(set(persons)) == len(own) == min(voices, people)
        assert alike[own, persons].sum() == pytest.approx(best_of_all(alike))


def test_whom_two_voices_are_most_like_goes_to_the_one_that_needs_it_more() -> None:
    alike = np.array([[0.9, 0.8, 0.1], [0.9, 0.2, 0.1]])
    assert matched(alike) == ([0, 1], [1, 0])


def test_voices_that_are_alike_to_everybody_are_still_different_people() -> None:
    _, persons = matched(np.ones((3, 5), np.float32))
    assert len(set(persons)) == 3
