"""Transcripts as the `verbose_json` of OpenAI's transcription API.

https://developers.openai.com/api/reference/resources/audio/subresources/transcriptions
"""

from collections.abc import Sequence
from typing import Final

from application.formats.json_document import Document, as_text
from application.formats.presentation import AS_USUAL, Presentation
from domain.transcript import Segment, Transcript, Word

_FRAMES_IN_A_SECOND: Final = 100
"""Whisper counts in steps of 10 ms where it has got to (`seek`)."""


def to_verbose_json(transcript: Transcript, presentation: Presentation = AS_USUAL) -> str:
    return as_text(to_verbose_document(transcript, presentation))


def to_verbose_document(transcript: Transcript, presentation: Presentation = AS_USUAL) -> Document:
    """With segments and words, whichever granularity was asked for."""
    return {
        "task": presentation.task.value,
        "language": transcript.language.code,
        "duration": round(transcript.duration, 3),
        "text": transcript.text,
        "segments": verbose_segments(transcript.segments),
        "words": [_word(word) for word in transcript.words],
    }


def verbose_segments(segments: Sequence[Segment]) -> list[Document]:
    return [_segment(number, segment) for number, segment in enumerate(segments)]


def _segment(number: int, segment: Segment) -> Document:
    """`seek` is where the window begins that the segment was decoded in, and for text that comes
    from elsewhere the segment. `tokens` are those of the text, without timestamps; such text has
    none."""
    decoding = segment.decoding
    start = segment.span.start if decoding.window_start is None else decoding.window_start
    document: Document = {
        "id": number,
        "seek": round(start * _FRAMES_IN_A_SECOND),
        "start": round(segment.span.start, 3),
        "end": round(segment.span.end, 3),
        "text": segment.text,
        "tokens": [token for word in segment.words for token in word.tokens],
        "temperature": decoding.temperature,
        "avg_logprob": decoding.average_log_probability,
        "compression_ratio": decoding.compression_ratio,
        "no_speech_prob": decoding.no_speech_probability,
    }
    if segment.speaker is not None:
        document["speaker"] = segment.speaker
    return document


def _word(word: Word) -> Document:
    return {
        "word": word.text.strip(),
        "start": round(word.span.start, 3),
        "end": round(word.span.end, 3),
    }
