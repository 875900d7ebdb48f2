"""Segments cut into cues that a reader can follow: two short lines each, as they are spoken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from domain.time_span import TimeSpan
from domain.transcript import Segment

LINE_WIDTH: Final = 42
LINES: Final = 2
_NARROWEST: Final = 16
"""A line has this many characters for its text, however long the speaker's name before it is."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines of text that are shown together."""

    span: TimeSpan
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or as much of it as one line can hold, with the space before it."""

    text: str
    span: TimeSpan


def cues_of(segments: Sequence[Segment]) -> Iterator[Cue]:
    """Cues in the order of the segments; a segment without text has none."""
    for segment in segments:
        yield from _cues(segment)


def _cues(segment: Segment) -> Iterator[Cue]:
    prefix = "" if segment.speaker is None else f"[{segment.speaker}] "
    first_width = max(_NARROWEST, LINE_WIDTH - len(prefix))
    cue: list[list[_Piece]] = []
    for piece in _pieces(segment, longest=first_width):
        width = first_width if len(cue) <= 1 else LINE_WIDTH
        if cue and len(_plain([*cue[-1], piece])) <= width:
            cue[-1].append(piece)
        elif len(cue) < LINES:
            cue.append([piece])
        else:
            yield _shown(cue, prefix)
            cue = [[piece]]
    if cue:
        yield _shown(cue, prefix)


def _shown(cue: Sequence[Sequence[_Piece]], prefix: str) -> Cue:
    pieces = [piece for line in cue for piece in line]
    span = TimeSpan(pieces[0].span.start, max(piece.span.end for piece in pieces))
    first, *others = (_plain(line) for line in cue)
    return Cue(span, (prefix + first, *others))


def _plain(pieces: Sequence[_Piece]) -> str:
    """One line of text: a line break within a word would end the cue."""
    return " ".join("".join(piece.text for piece in pieces).split())


def _pieces(segment: Segment, *, longest: int) -> Iterator[_Piece]:
    words = [_Piece(word.text, word.span) for word in segment.words if word.text.strip()]
    if not words:
        spoken = [f" {word}" for word in segment.text.split()]
        words = _shared(spoken, segment.span)
    for word in words:
        text = word.text
        if len(text.strip()) <= longest:
            yield word
        else:
            cuts = range(0, len(text), longest)
            yield from _shared([text[cut : cut + longest] for cut in cuts], word.span)


def _shared(parts: Sequence[str], span: TimeSpan) -> list[_Piece]:
    """The parts with the time of the whole, shared by their length."""
    per_character = span.duration / max(1, sum(map(len, parts)))
    ends = accumulate((len(part) for part in parts), initial=0)
    times = [span.start + end * per_character for end in ends]
    return [
        _Piece(part, TimeSpan(start, end))
        for part, (start, end) in zip(parts, pairwise(times), strict=True)
    ]
