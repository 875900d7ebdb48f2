"""Cues with the word underlined that is being spoken: karaoke, as Whisper writes it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from application.formats.caption_pieces import Piece
from application.formats.cue_times import BRIEFEST, in_turn
from application.formats.cues import Cue
from domain.time_span import TimeSpan


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue for as long as it looks the same."""

    span: TimeSpan
    cue: Cue
    marked: Piece | None = None

    def lines(self, escaped: Callable[[str], str]) -> Iterator[str]:
        """Its lines, what was said escaped and what marks it not."""
        prefix = escaped(self.cue.prefix)
        for row in self.cue.rows:
            yield prefix + self._line(row, escaped)
            prefix = ""

    def _line(self, row: Sequence[Piece], escaped: Callable[[str], str]) -> str:
        texts = [
            (" " if piece.is_spaced else "")
            + (f"<u>{escaped(piece.text)}</u>" if piece is self.marked else escaped(piece.text))
            for piece in row
        ]
        return "".join(texts).strip()


def frames_of(cue: Cue) -> Iterator[Frame]:
    """One for each word that is spoken before the cue is over, and for each pause between."""
    shown = cue.span.start
    pieces = [piece for row in cue.rows for piece in row]
    spans = in_turn([piece.span for piece in pieces])
    for piece, span in zip(pieces, spans, strict=True):
        if span.start > cue.span.end - BRIEFEST:
            break
        if _differ(shown, span.start):
            yield Frame(TimeSpan(shown, span.start), cue)
        shown = min(span.end, cue.span.end)
        yield Frame(TimeSpan(span.start, shown), cue, piece)
    if _differ(shown, cue.span.end):
        yield Frame(TimeSpan(shown, cue.span.end), cue)


def _differ(start: float, end: float) -> bool:
    """By at least a millisecond, as subtitles tell time."""
    return round(start * 1000) < round(end * 1000)
