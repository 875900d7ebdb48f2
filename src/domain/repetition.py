"""Words that say the same thing over and over, as Whisper does where it has lost its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.spelling import letters_of
from domain.transcript import Word

_LONGEST_PHRASE: Final = 20
"""Words. What loops is a sentence at most."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A phrase that is said several times in a row."""

    start: int
    """The number of its first word."""
    phrase: int
    """How many words it has."""
    times: int
    """How often it is said in full."""
    stop: int
    """The number of the first word after it. A last time may break off in the middle."""

    @property
    def end_of_first(self) -> int:
        return self.start + self.phrase


def loops(words: Sequence[Word]) -> Iterator[Loop]:
    """In order, and apart from each other; said three times at least."""
    spelled = [letters_of(word.text) for word in words]
    start = 0
    while start < len(spelled):
        found = max(_loops_at(spelled, start), key=_extent, default=None)
        if found is None:
            start += 1
        else:
            yield found
            start = found.stop


def _extent(loop: Loop) -> tuple[int, int]:
    """The loop that reaches furthest, of the shortest phrase: "no no no no" has one of one word."""
    return loop.stop, -loop.phrase


def _loops_at(spelled: Sequence[str], start: int) -> Iterator[Loop]:
    for phrase in range(1, min(_LONGEST_PHRASE, (len(spelled) - start) // _FEWEST) + 1):
        # What has no letters is a mark that stands by itself, and no phrase.
        if not any(spelled[start : start + phrase]):
            continue
        stop = start + phrase
        while stop < len(spelled) and spelled[stop] == spelled[stop - phrase]:
            stop += 1
        times = (stop - start) // phrase
        if times >= _FEWEST:
            yield Loop(start, phrase, times, stop)


_FEWEST: Final = 3
