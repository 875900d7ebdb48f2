"""A transcript as JSON of /asr."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from application.formats.character_times import chars_of
from application.formats.json_document import Document, embeddings
from application.formats.verbose_json import verbose_segments
from domain.transcript import Segment, Transcript

Segments: TypeAlias = Sequence[Mapping[str, Any]]


def seed_document(transcript: Transcript, *, with_words: bool) -> Document:
    """`text` is the segments once more: so the clients of those services know it."""
    told = _told(transcript, with_words=with_words)
    segments = [_without_nobody(each) for each in told]
    return {
        "text": segments,
        "language": transcript.language.code,
        "segments": segments,
        "word_segments": _words(told),
        **embeddings(transcript),
    }


def webservice_document(transcript: Transcript, *, with_words: bool) -> Document:
    """With the fields of all its engines. Where speakers are named, `text` is the segments: a
    string would be preferred to them by clients that show who speaks."""
    told = _told(transcript, with_words=with_words)
    figures = verbose_segments(transcript.segments)
    segments = [
        {**figure, **_without_nobody(each)} for figure, each in zip(figures, told, strict=True)
    ]
    return {
        "text": segments if transcript.speakers else transcript.text,
        "segments": segments,
        "word_segments": _words(told),
        "language": transcript.language.code,
        **embeddings(transcript),
    }


def _told(transcript: Transcript, *, with_words: bool) -> Segments:
    return [_segment(each, with_words=with_words) for each in transcript.segments]


def _segment(segment: Segment, *, with_words: bool) -> Document:
    document: Document = {
        "start": round(segment.span.start, 3),
        "end": round(segment.span.end, 3),
        "text": segment.text,
        "speaker": segment.speaker,
    }
    if with_words:
        document["words"] = [
            _without_nobody(
                {
                    "word": word.text.strip(),
                    "start": round(word.span.start, 3),
                    "end": round(word.span.end, 3),
                    "score": round(word.score, 3),
                    "speaker": word.speaker,
                }
            )
            for word in segment.words
        ]
        document |= chars_of(segment.words)
    return document


def _without_nobody(told: Mapping[str, Any]) -> Document:
    return {name: value for name, value in told.items() if (name, value) != ("speaker", None)}


def _words(segments: Segments) -> list[Any]:
    return [word for segment in segments for word in segment.get("words", ())]
