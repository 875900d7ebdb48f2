"""The words of a cue in lines: as few as will do, alike in length, broken where sense allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import Final

from application.formats.break_costs import BreakCosts
from application.formats.caption_pieces import Piece, line_columns

_UNEVEN: Final = 12.0
"""Lines of 40 and 5 characters are as bad as a break at the wrong word."""


@dataclass(frozen=True, slots=True)
class Page:
    """The room that a cue has."""

    first_width: int
    """What the speaker's name leaves of the first line."""
    width: int
    lines: int


@dataclass(slots=True)
class Filling:
    """A page as it is filled word by word, each line as far as it goes."""

    page: Page
    line: int = 1
    used: int = 0

    def takes(self, piece: Piece) -> bool:
        """Whether there is room; if so, it is taken."""
        width = self.page.first_width if self.line == 1 else self.page.width
        if self.used == 0 or self.used + piece.columns <= width:
            self.used += piece.columns - (piece.is_spaced if self.used == 0 else 0)
            return True
        self.line, self.used = self.line + 1, piece.columns - piece.is_spaced
        return self.line <= self.page.lines


def lines_of(
    pieces: Sequence[Piece], page: Page, costs: BreakCosts
) -> tuple[tuple[Piece, ...], ...]:
    """The pieces have to fit."""
    filling = Filling(page)
    for piece in pieces:
        filling.takes(piece)
    if filling.line == 1:
        return (tuple(pieces),)
    ends = _ends(pieces, page, costs, filling.line)
    return tuple(tuple(pieces[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True))


def _ends(pieces: Sequence[Piece], page: Page, costs: BreakCosts, lines: int) -> list[int]:
    """Where each of so many lines ends, at the least cost in all."""
    even = line_columns(pieces) / lines
    broken = [*starmap(costs, pairwise(pieces)), 0.0]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(1, lines + 1):
        width = page.first_width if line == 1 else page.width
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            for end, uneven in _line_ends(pieces, start, width, even):
                total = cost + uneven + broken[end - 1]
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*ends, end])
        best = longer
    return best[len(pieces)][1]


def _line_ends(
    pieces: Sequence[Piece], start: int, width: int, even: float
) -> list[tuple[int, float]]:
    """Where a line from there may end, and what its length costs."""
    ends, used = [], -int(start < len(pieces) and pieces[start].is_spaced)
    for end in range(start, len(pieces)):
        used += pieces[end].columns
        if used > width:
            break
        ends.append((end + 1, _UNEVEN * ((used - even) / width) ** 2))
    return ends
