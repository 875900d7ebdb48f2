"""Speech divided into cues: at sentences and pauses where it can be, long enough to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from math import inf
from typing import Final

from application.formats.break_costs import AFTER_SENTENCE, BreakCosts
from application.formats.caption_pieces import Piece
from application.formats.line_breaks import Filling, Page
from domain.subtitle_shape import SubtitleShape

PAUSE: Final = 1.0
"""Seconds without a word that end a cue: what follows must not be read before it is said."""
_EACH: Final = 2.0
_SENTENCE_WITHIN: Final = 4.0
_TOO_SHORT: Final = 8.0
_COMFORTABLE: Final = 1.25
"""Times the shortest; below that, a cue had better share with its neighbour."""
_TOO_FAST: Final = 6.0
_EMPTY: Final = 1.5


@dataclass(frozen=True, slots=True)
class CueDivision:
    page: Page
    shape: SubtitleShape
    costs: BreakCosts

    def __call__(self, pieces: Sequence[Piece], *, until: float) -> list[Sequence[Piece]]:
        """The pieces in groups that fit the page, at the least cost in all. `until` is when
        something else is to be shown."""
        best: list[tuple[float, int]] = [(0.0, 0)] + [(inf, 0)] * len(pieces)
        broken = [*starmap(self.costs, pairwise(pieces)), AFTER_SENTENCE]
        for start in range(len(pieces)):
            for end, cost in self._cues_from(pieces, start, broken, until):
                total = best[start][0] + cost
                if total < best[end][0]:
                    best[end] = (total, start)
        return _groups(pieces, [start for _, start in best])

    def _cues_from(
        self, pieces: Sequence[Piece], start: int, broken: Sequence[float], until: float
    ) -> Iterator[tuple[int, float]]:
        """Every cue that may begin there: where it ends, and what it costs."""
        filling, used, within, said = Filling(self.page), 0, 0.0, 0.0
        for end in range(start, len(pieces)):
            piece = pieces[end]
            said = max(said, piece.span.end)
            is_too_long = said - pieces[start].span.start > self.shape.longest
            if not filling.takes(piece) or (is_too_long and end > start):
                return
            used += piece.columns
            next_start = until if end + 1 == len(pieces) else pieces[end + 1].span.start
            at_a_pause = 1 - min(1.0, max(0.0, next_start - piece.span.end) / PAUSE)
            shown = self._shown(used, next_start - pieces[start].span.start)
            yield end + 1, shown + within + broken[end] * at_a_pause
            within += _SENTENCE_WITHIN if broken[end] == AFTER_SENTENCE else 0.0

    def _shown(self, used: int, seconds: float) -> float:
        """What is wrong with so many characters for so long."""
        comfortable = self.shape.shortest * _COMFORTABLE
        too_short = max(0.0, 1 - seconds / comfortable)
        needed = used / self.shape.fastest
        too_fast = min(2.0, needed / seconds - 1) if 0 < seconds < needed else 0.0
        room = self.page.first_width + self.page.width * (self.page.lines - 1)
        empty = max(0.0, 1 - used / min(room, self.shape.fastest * self.shape.longest))
        return _EACH + _TOO_SHORT * too_short + _TOO_FAST * too_fast + _EMPTY * empty**2


def _groups(pieces: Sequence[Piece], starts: Sequence[int]) -> list[Sequence[Piece]]:
    groups: list[Sequence[Piece]] = []
    end = len(pieces)
    while end > 0:
        groups.append(pieces[starts[end] : end])
        end = starts[end]
    return groups[::-1]
