"""Transcripts as text to read: a line for each segment."""

from application.formats.presentation import AS_USUAL, Presentation
from domain.transcript import Segment, Transcript


def to_text(transcript: Transcript, _: Presentation = AS_USUAL) -> str:
    return "".join(f"{_line(segment)}\n" for segment in transcript.segments)


def _line(segment: Segment) -> str:
    text = " ".join(segment.text.split())
    return text if segment.speaker is None else f"[{segment.speaker}]: {text}"
