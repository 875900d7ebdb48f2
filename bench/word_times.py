"""How far the times of words are from when they were said."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean
from typing import Final

from bench.transcript import SpokenWord

NOT_LETTERS: Final = re.compile(r"[^\w']|_")


@dataclass(frozen=True, slots=True)
class TimeErrors:
    """Seconds by which the matched words' starts and ends are off, later being positive."""

    starts: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()
    said: int = 0
    """How many words were said, matched or not."""

    def __add__(self, other: "TimeErrors") -> "TimeErrors":
        return TimeErrors(
            self.starts + other.starts, self.ends + other.ends, self.said + other.said
        )

    @property
    def mean_start_error(self) -> float:
        return _mean_size(self.starts)

    @property
    def mean_end_error(self) -> float:
        return _mean_size(self.ends)

    @property
    def bias(self) -> float:
        """Positive when words are said to start too late."""
        return fmean(self.starts) if self.starts else 0.0

    def share_within(self, seconds: float) -> float:
        """The share of matched words whose start is at most so far off."""
        near = sum(abs(error) <= seconds for error in self.starts)
        return near / len(self.starts) if self.starts else 0.0


def time_errors(said: Sequence[SpokenWord], heard: Sequence[SpokenWord]) -> TimeErrors:
    """Compare only words that were heard rightly, matched in order."""
    pairs = list(_matched(said, heard))
    return TimeErrors(
        tuple(found.start - true.start for true, found in pairs),
        tuple(found.end - true.end for true, found in pairs),
        len(said),
    )


def read_words(path: Path) -> tuple[SpokenWord, ...]:
    """True words from a JSON list of [word, start, end]."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(SpokenWord(text, start, end) for text, start, end in rows)


def _matched(
    said: Sequence[SpokenWord], heard: Sequence[SpokenWord]
) -> Iterable[tuple[SpokenWord, SpokenWord]]:
    matcher = SequenceMatcher(a=_keys(said), b=_keys(heard), autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            yield said[block.a + offset], heard[block.b + offset]


def _keys(words: Iterable[SpokenWord]) -> list[str]:
    return [NOT_LETTERS.sub("", word.text.lower().replace("’", "'")) for word in words]


def _mean_size(errors: Sequence[float]) -> float:
    return fmean(abs(error) for error in errors) if errors else 0.0
