"""A transcript with a second engine's opinion of its words, as the JSON of a transcription worker.

What the worker itself answers has the same names, so whoever reads its transcripts reads these.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from application.formats.json_document import Document
from domain.confidence_levels import ConfidenceLevels
from domain.speaker_summary import speaker_summary
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript, Word


@dataclass(frozen=True, slots=True)
class ReviewedTranscript:
    transcript: Transcript
    levels: ConfidenceLevels
    confidences: tuple[float | None, ...] | None = None
    """One for each word; None where nobody was asked."""


def reviewed_to_json(reviewed: ReviewedTranscript) -> str:
    transcript = reviewed.transcript
    segments = reviewed_segments(reviewed)
    document: Document = {
        "segments": segments,
        "detected_language": transcript.language.code,
        "language_probability": round(transcript.language_probability, 3),
        "text": transcript.text,
        "duration": round(transcript.duration, 3),
        "model": transcript.model,
        "warnings": list(transcript.warnings),
    }
    if transcript.speakers:
        document["speakers"] = speakers_by_label(transcript)
    return _json(document)


def segments_to_json(reviewed: ReviewedTranscript) -> str:
    return _json(reviewed_segments(reviewed))


def reviewed_segments(reviewed: ReviewedTranscript) -> list[Document]:
    return [
        _segment(segment, confidences, reviewed.levels)
        for segment, confidences in by_segment(reviewed)
    ]


def by_segment(
    reviewed: ReviewedTranscript,
) -> Iterator[tuple[Segment, Sequence[float | None] | None]]:
    """Each segment with the confidences of its words."""
    left = iter(reviewed.confidences or ())
    for segment in reviewed.transcript.segments:
        known = reviewed.confidences is not None
        yield segment, list(islice(left, len(segment.words))) if known else None


def _segment(
    segment: Segment, confidences: Sequence[float | None] | None, levels: ConfidenceLevels
) -> Document:
    document: Document = {**_times(segment.span), "text": segment.text.strip()}
    opinions = confidences or [None] * len(segment.words)
    document["words"] = [
        _word(word, confidence, levels)
        for word, confidence in zip(segment.words, opinions, strict=True)
    ]
    if segment.speaker is not None:
        document["speaker"] = segment.speaker
    if known := [confidence for confidence in opinions if confidence is not None]:
        average = sum(known) / len(known)
        low = levels.low_stretches(segment.words, opinions)
        document["confidence"] = round(average, 3)
        document["confidence_level"] = levels.level(average).value
        document["low_confidence"] = [_times(span) for span in low]
    return document


def _word(word: Word, confidence: float | None, levels: ConfidenceLevels) -> Document:
    document: Document = {"word": word.text.strip(), **_times(word.span)}
    if word.score:  # workers need not tell it
        document["score"] = round(word.score, 3)
    if word.speaker is not None:
        document["speaker"] = word.speaker
    if confidence is not None:
        document["confidence"] = round(confidence, 3)
        document["confidence_level"] = levels.level(confidence).value
    return document


def speakers_by_label(transcript: Transcript) -> Document:
    """By label: what to call them, and the seconds that they speak."""
    return {
        share.speaker: {"name": share.name, "time": round(share.seconds, 3)}
        for share in speaker_summary(transcript)
    }


def _times(span: TimeSpan) -> Document:
    return {"start": round(span.start, 3), "end": round(span.end, 3)}


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
