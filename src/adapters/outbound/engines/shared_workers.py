"""Worker threads that all recordings share, in turn: a short one does not wait for a long one."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias, TypeVar

from adapters.outbound.engines.freed_memory import give_back_freed_memory
from adapters.outbound.engines.halving import in_halves
from application.ports.progress import ReportFraction, ReportSegments
from domain.speech import SpeechPack
from domain.transcript import Segment

T = TypeVar("T")
HearBatch: TypeAlias = Callable[[Sequence[SpeechPack]], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class SharedWorkers:
    executor: Executor
    count: int
    """How many pieces of one recording they take at a time."""

    def do(self, work: Callable[[], T]) -> T:
        """One piece of work, waited for."""
        return self.executor.submit(work).result()

    def hear(
        self,
        packs: Sequence[SpeechPack],
        batch_size: int,
        hear: HearBatch,
        report: ReportFraction,
        tell: ReportSegments,
    ) -> list[Segment]:
        """What was said in all packs, in order, so many of them at a time, or fewer where the
        memory of the device does not hold them; `tell` is told of each piece as soon as those
        before it are done. Raises DeviceMemoryError."""
        batches = list(_batched(packs, batch_size))
        pieces = (self.executor.submit(in_halves, batch, hear) for batch in batches)
        segments: list[Segment] = []
        for done, heard in enumerate(_in_turn(pieces, self.count), start=1):
            segments.extend(heard)
            give_back_freed_memory()
            if heard:
                tell(heard)
            report(done / len(batches))
        return segments


def _batched(packs: Sequence[SpeechPack], size: int) -> Iterator[list[SpeechPack]]:
    iterator = iter(packs)
    while batch := list(islice(iterator, size)):
        yield batch


def _in_turn(pieces: Iterator[Future[T]], at_once: int) -> Iterator[T]:
    """Results in order, with only `at_once` pieces handed in, so that others get their turn."""
    waiting = deque(islice(pieces, at_once))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(islice(pieces, 1))
            yield result
    finally:
        for piece in waiting:
            piece.cancel()
