"""Pieces of one recording on threads that all recordings share."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from threading import Barrier

import pytest

from adapters.outbound.engines.alignment.side_by_side import SideBySide

PATIENCE = 30.0
"""Seconds; who waits longer waits for nobody."""


@pytest.fixture
def two_threads() -> Iterator[SideBySide]:
    with ThreadPoolExecutor(2) as threads:
        yield SideBySide(threads, 2)


def test_results_come_in_order(two_threads: SideBySide) -> None:
    assert list(two_threads(lambda number: number * 2, range(20))) == list(range(0, 40, 2))


def test_two_pieces_are_worked_on_at_a_time(two_threads: SideBySide) -> None:
    both = Barrier(2)
    assert len(list(two_threads(lambda _: both.wait(PATIENCE), range(4)))) == 4


def test_only_so_many_pieces_are_handed_in_as_are_worked_on(two_threads: SideBySide) -> None:
    pieces = count()
    assert list(islice(two_threads(lambda piece: piece, pieces), 3)) == [0, 1, 2]
    assert next(pieces) <= 5


def test_nothing_runs_any_more_when_whoever_waits_is_stopped(two_threads: SideBySide) -> None:
    running = set()

    def work(number: int) -> int:
        running.add(number)
        try:
            return number
        finally:
            running.remove(number)

    results = two_threads(work, count())
    assert isinstance(results, Iterator)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert not running


def test_what_fails_is_told(two_threads: SideBySide) -> None:
    with pytest.raises(ZeroDivisionError):
        list(two_threads(lambda number: 1 // number, [2, 1, 0, 1]))
