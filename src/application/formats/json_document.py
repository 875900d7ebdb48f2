"""Transcripts as a JSON document; times are rounded to the millisecond."""

import json
from collections.abc import Sequence
from typing import TypeAlias

from application.formats.character_times import chars_of
from application.formats.presentation import AS_USUAL, Presentation
from domain.confidence_levels import ConfidenceLevels, own_confidences
from domain.speaker_summary import SpeakerShare, speaker_summary
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript, Word

Document: TypeAlias = dict[str, object]


def to_json(transcript: Transcript, presentation: Presentation = AS_USUAL) -> str:
    return as_text(to_document(transcript, with_words=True, levels=presentation.levels))


def as_text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_document(
    transcript: Transcript, *, with_words: bool, levels: ConfidenceLevels | None = None
) -> Document:
    """With levels, how sure the engine was of words and segments, and where it was not."""
    return {
        "segments": [
            segment_document(segment, with_words=with_words, levels=levels)
            for segment in transcript.segments
        ],
        "language": transcript.language.code,
        "language_probability": round(transcript.language_probability, 3),
        "duration": round(transcript.duration, 3),
        "text": transcript.text,
        "model": transcript.model,
        "speakers": [_share(share) for share in speaker_summary(transcript)],
        "warnings": list(transcript.warnings),
        **embeddings(transcript),
    }


def _share(share: SpeakerShare) -> Document:
    document: Document = {
        "speaker": share.speaker,
        "name": share.name,
        "time": round(share.seconds, 3),
    }
    if share.similarity is not None:
        document["similarity"] = round(share.similarity, 3)
    return document


def embeddings(transcript: Transcript) -> Document:
    """Only where somebody asked for them."""
    if not transcript.voices:
        return {}
    vectors = {
        voice.label: [round(number, 6) for number in voice.print.vector]
        for voice in transcript.voices
    }
    return {"speaker_embeddings": vectors}


def segment_document(
    segment: Segment, *, with_words: bool, levels: ConfidenceLevels | None = None
) -> Document:
    document: Document = {
        "speaker": segment.speaker,
        **_times(segment.span),
        "text": segment.text.strip(),
    }
    if segment.doubts:
        document["doubts"] = [doubt.value for doubt in segment.doubts]
    if levels is not None:
        document |= _confidence(segment.words, levels)
    if with_words:
        document["words"] = [_word(word, levels) for word in segment.words]
        document |= chars_of(segment.words)
    return document


def _confidence(words: Sequence[Word], levels: ConfidenceLevels) -> Document:
    """Nothing where every word's times were estimated."""
    confidences = own_confidences(words)
    known = [confidence for confidence in confidences if confidence is not None]
    if not known:
        return {}
    average = sum(known) / len(known)
    return {
        "confidence": round(average, 3),
        "confidence_level": levels.level(average).value,
        "low_confidence": [_times(span) for span in levels.low_stretches(words, confidences)],
    }


def _word(word: Word, levels: ConfidenceLevels | None) -> Document:
    document: Document = {
        "word": word.text.strip(),
        **_times(word.span),
        "score": round(word.score, 3),
    }
    if word.speaker is not None:
        document["speaker"] = word.speaker
    if word.interpolated:
        document["interpolated"] = True
    (confidence,) = own_confidences([word])
    if levels is not None and confidence is not None:
        document["confidence_level"] = levels.level(confidence).value
    return document


def _times(span: TimeSpan) -> Document:
    return {"start": round(span.start, 3), "end": round(span.end, 3)}
