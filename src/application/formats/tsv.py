"""Transcripts as Whisper's own table: start and end in whole milliseconds, and the text.

Where speakers are told apart, a fourth column names them; whoever reads three is not disturbed.
"""

from collections.abc import Iterator
from typing import Final

from domain.transcript import Segment, Transcript

_COLUMNS: Final = ("start", "end", "text")
_SPEAKER: Final = "speaker"


def to_tsv(transcript: Transcript) -> str:
    return "".join("\t".join(row) + "\n" for row in _rows(transcript))


def _rows(transcript: Transcript) -> Iterator[tuple[str, ...]]:
    names_speakers = any(segment.speaker is not None for segment in transcript.segments)
    yield (*_COLUMNS, _SPEAKER) if names_speakers else _COLUMNS
    for segment in transcript.segments:
        row = _row(segment)
        yield (*row, _cell(segment.speaker or "")) if names_speakers else row


def _row(segment: Segment) -> tuple[str, str, str]:
    start, end = (round(second * 1000) for second in (segment.span.start, segment.span.end))
    return str(start), str(end), _cell(segment.text)


def _cell(text: str) -> str:
    """A tab or a line break in it would end the cell."""
    return " ".join(text.split())
