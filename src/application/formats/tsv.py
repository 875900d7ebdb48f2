"""Transcripts as Whisper's own table: start and end in whole milliseconds, and the text."""

from collections.abc import Iterator

from domain.transcript import Transcript


def to_tsv(transcript: Transcript) -> str:
    return "".join(f"{row}\n" for row in _rows(transcript))


def _rows(transcript: Transcript) -> Iterator[str]:
    yield "start\tend\ttext"
    for segment in transcript.segments:
        start, end = (round(second * 1000) for second in (segment.span.start, segment.span.end))
        yield f"{start}\t{end}\t{' '.join(segment.text.split())}"
