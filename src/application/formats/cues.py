"""Transcripts cut into cues that a reader can follow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf
from typing import Final

from application.formats.break_costs import BreakCosts
from application.formats.caption_pieces import Piece, columns, line_columns, line_text, pieces_of
from application.formats.cue_division import PAUSE, CueDivision
from application.formats.cue_times import readable
from application.formats.line_breaks import Page, lines_of
from application.formats.presentation import AS_USUAL, Presentation
from domain.speaker import SpeakerLabel
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript
from domain.transcription_options import Task

_NARROWEST: Final = 16
"""A line has this many characters for its text, however long the speaker's name before it is."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines of text that are shown together."""

    span: TimeSpan
    rows: tuple[tuple[Piece, ...], ...]
    prefix: str = ""
    """The speaker, before the first line."""

    @property
    def lines(self) -> tuple[str, ...]:
        first, *others = map(line_text, self.rows)
        return (self.prefix + first, *others)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What one speaker says without a pause, or as much of it as is shown together."""

    pieces: Sequence[Piece]
    speaker: SpeakerLabel | None

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.pieces[0].span.start, max(piece.span.end for piece in self.pieces))


def cues_of(transcript: Transcript, presentation: Presentation = AS_USUAL) -> list[Cue]:
    """In order of time, one at a time; a segment without text has none."""
    shape = presentation.shape
    translated = presentation.task is Task.TRANSLATE
    costs = BreakCosts("en" if translated else transcript.language.code)
    runs = list(_runs(transcript.segments, presentation))
    shown = list(_shown_together(runs, presentation, costs))
    rows = [lines_of(unit.pieces, _page(unit.speaker, presentation), costs) for unit in shown]
    times = readable(
        [unit.span for unit in shown],
        [shape.time_to_read(sum(map(line_columns, lines))) for lines in rows],
        until=transcript.duration,
    )
    return [
        Cue(span, lines, _prefix(unit.speaker, presentation))
        for span, lines, unit in zip(times, rows, shown, strict=True)
    ]


def _runs(segments: Iterable[Segment], presentation: Presentation) -> Iterator[_Unit]:
    pieces: list[Piece] = []
    speaker: SpeakerLabel | None = None
    for segment in segments:
        widest = _page(segment.speaker, presentation).first_width
        for piece in pieces_of(segment, widest=widest):
            if pieces and (segment.speaker != speaker or _pauses(pieces[-1], piece)):
                yield _Unit(pieces, speaker)
                pieces = []
            pieces.append(piece)
            speaker = segment.speaker
    if pieces:
        yield _Unit(pieces, speaker)


def _shown_together(
    runs: Sequence[_Unit], presentation: Presentation, costs: BreakCosts
) -> Iterator[_Unit]:
    for run, following in zip_longest(runs, runs[1:]):
        end = inf if following is None else following.span.start
        divide = CueDivision(_page(run.speaker, presentation), presentation.shape, costs)
        for pieces in divide(run.pieces, until=end):
            yield _Unit(pieces, run.speaker)


def _pauses(left: Piece, right: Piece) -> bool:
    return right.span.start - left.span.end >= PAUSE


def _page(speaker: SpeakerLabel | None, presentation: Presentation) -> Page:
    width = presentation.shape.max_line_width
    left = max(min(_NARROWEST, width), width - columns(_prefix(speaker, presentation)))
    return Page(left, width, presentation.shape.max_line_count)


def _prefix(speaker: SpeakerLabel | None, presentation: Presentation) -> str:
    return "" if speaker is None else presentation.speaker_mark.format(speaker)
