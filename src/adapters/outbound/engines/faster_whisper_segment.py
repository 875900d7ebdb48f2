"""What faster-whisper found in one pack, on the recording's time line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from adapters.outbound.engines.word_tokens import Tokens, Vocabulary, tokens_of_words
from domain.speech import SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Word

RawSegment: TypeAlias = Any  # a faster_whisper.transcribe.Segment; the library has no types
_SHORTEST: Final = 0.001
"""Seconds; some of its words have no length."""


@dataclass(frozen=True, slots=True)
class HeardPack:
    pack: SpeechPack
    offset: float
    """Seconds of sound before it in what the engine was given."""

    def segment(self, raw: RawSegment, decoding: Decoding, vocabulary: Vocabulary) -> Segment:
        words = tuple(self._words(raw, vocabulary))
        return Segment(
            span=TimeSpan(words[0].span.start, words[-1].span.end) if words else self.pack.span,
            text=raw.text.strip(),
            words=words,
            decoding=replace(decoding, window_start=self.pack.span.start),
        )

    def _words(self, raw: RawSegment, vocabulary: Vocabulary) -> Iterator[Word]:
        heard = raw.words or ()
        for word, tokens in zip(heard, _tokens_in(raw, vocabulary), strict=True):
            start = max(0.0, float(word.start) - self.offset)
            span = TimeSpan(start, max(start + _SHORTEST, float(word.end) - self.offset))
            score = min(1.0, float(word.probability))
            yield Word(word.word, self.pack.original_span(span), score, tokens=tokens)


def _tokens_in(raw: RawSegment, vocabulary: Vocabulary) -> list[Tokens]:
    """Of each word."""
    end_of_text = vocabulary.token_to_id("<|endoftext|>")
    written = [token for token in raw.tokens if token < end_of_text]
    return tokens_of_words([word.word for word in raw.words or ()], written, vocabulary)
