"""Which voice of a window is whose, where no two of them may be one person's."""

from itertools import product

import numpy as np
import numpy.typing as npt


def matched(alike: npt.NDArray[np.floating]) -> tuple[list[int], list[int]]:
    """Pairs of a voice and a person, who are most alike in all: as many as there are voices or, if
    they are fewer, people.

    `alike` has a row for each voice, of which there are three at most, and a column for each
    person. scipy's `linear_sum_assignment` does the same, and takes 0.6 s to import.
    """
    voices, people = alike.shape
    if voices > people:
        persons, few = matched(alike.T)
        return few, persons
    return list(range(voices)), _persons(alike)


def _persons(alike: npt.NDArray[np.floating]) -> list[int]:
    likeliest: list[int] = alike.argmax(axis=1).tolist()
    voices = len(likeliest)
    if len(set(likeliest)) == voices:
        return likeliest
    # Among as many people as there are voices, one is always left for the last voice.
    liked = np.argsort(-alike, axis=1)[:, :voices].tolist()
    table = alike.tolist()
    return max(
        ([*persons] for persons in product(*liked) if len(set(persons)) == voices),
        key=lambda persons: sum(row[person] for row, person in zip(table, persons, strict=True)),
    )
