"""Transcripts as text to read: a line for each segment."""

from domain.transcript import Segment, Transcript


def to_text(transcript: Transcript) -> str:
    return "".join(f"{_line(segment)}\n" for segment in transcript.segments)


def _line(segment: Segment) -> str:
    text = " ".join(segment.text.split())
    return text if segment.speaker is None else f"[{segment.speaker}]: {text}"
