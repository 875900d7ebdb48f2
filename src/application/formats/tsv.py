"""Transcripts as tables, in the two dialects that speech services write.

Whisper's own has start and end in whole milliseconds, and the text. Where speakers are told apart,
a fourth column names them; whoever reads three is not disturbed. The other has seconds, and always
the column of the speakers.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from application.formats.presentation import AS_USUAL, Presentation
from domain.transcript import Segment, Transcript

_COLUMNS: Final = ("start", "end", "text")
_SPEAKER: Final = "speaker"


def to_tsv(transcript: Transcript, _: Presentation = AS_USUAL) -> str:
    return _table(_rows(transcript))


def to_tsv_seconds(transcript: Transcript, _: Presentation = AS_USUAL) -> str:
    rows = (
        (*map(_seconds, _times(segment)), _cell(segment.text), _cell(segment.speaker or ""))
        for segment in transcript.segments
    )
    return _table([(*_COLUMNS, _SPEAKER), *rows])


def _table(rows: Iterable[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def _rows(transcript: Transcript) -> Iterator[tuple[str, ...]]:
    names_speakers = any(segment.speaker is not None for segment in transcript.segments)
    yield (*_COLUMNS, _SPEAKER) if names_speakers else _COLUMNS
    for segment in transcript.segments:
        row = _row(segment)
        yield (*row, _cell(segment.speaker or "")) if names_speakers else row


def _row(segment: Segment) -> tuple[str, str, str]:
    start, end = (str(round(second * 1000)) for second in _times(segment))
    return start, end, _cell(segment.text)


def _times(segment: Segment) -> tuple[float, float]:
    return segment.span.start, segment.span.end


def _seconds(second: float) -> str:
    return str(round(second, 3))


def _cell(text: str) -> str:
    """A tab or a line break in it would end the cell."""
    return " ".join(text.split())
