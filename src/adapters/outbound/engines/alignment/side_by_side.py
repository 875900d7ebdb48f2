"""Pieces of one recording that are worked on side by side, with their results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class OnEach(Protocol):
    """What `map` does, by whatever threads."""

    def __call__(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece], /
    ) -> Iterator[Result]: ...


def one_by_one(work: Callable[[Piece], Result], pieces: Iterable[Piece], /) -> Iterator[Result]:
    return map(work, pieces)


@dataclass(frozen=True, slots=True)
class SideBySide(OnEach):
    """On threads that all recordings share. Each hands in only `count` pieces at a time, so that
    memory stays small and a short recording does not wait for a long one."""

    threads: Executor
    count: int

    def __call__(
        self, work: Callable[[Piece], Result], pieces: Iterable[Piece], /
    ) -> Iterator[Result]:
        handed_in = (self.threads.submit(work, piece) for piece in pieces)
        waiting = deque(islice(handed_in, self.count))
        try:
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(islice(handed_in, 1))
                yield result
        finally:
            # Nobody may go on reading a recording that its owner is about to close.
            for piece in waiting:
                piece.cancel()
            wait(waiting)
