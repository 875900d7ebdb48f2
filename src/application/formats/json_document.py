"""Transcripts as a JSON document; only here are times rounded, to the millisecond."""

import json
from typing import TypeAlias

from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript, Word

Document: TypeAlias = dict[str, object]


def to_json(transcript: Transcript) -> str:
    document = to_document(transcript, with_words=True)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_document(transcript: Transcript, *, with_words: bool) -> Document:
    return {
        "segments": [_segment(segment, with_words=with_words) for segment in transcript.segments],
        "language": transcript.language.code,
        "language_probability": round(transcript.language_probability, 3),
        "duration": round(transcript.duration, 3),
        "text": transcript.text,
        "model": transcript.model,
        "speakers": list(transcript.speakers),
        "warnings": list(transcript.warnings),
    }


def _segment(segment: Segment, *, with_words: bool) -> Document:
    document: Document = {
        "speaker": segment.speaker,
        **_times(segment.span),
        "text": segment.text.strip(),
    }
    if with_words:
        document["words"] = [_word(word) for word in segment.words]
    return document


def _word(word: Word) -> Document:
    document: Document = {
        "word": word.text.strip(),
        **_times(word.span),
        "score": round(word.score, 3),
    }
    if word.speaker is not None:
        document["speaker"] = word.speaker
    return document


def _times(span: TimeSpan) -> Document:
    return {"start": round(span.start, 3), "end": round(span.end, 3)}
