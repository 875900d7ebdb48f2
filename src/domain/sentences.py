"""Words into segments of about a sentence."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from domain.sentence_ends import ends_a_sentence
from domain.transcript import Segment, Word

_CLOSERS: Final = "\"'”’»)]}」』）"
_LONGEST: Final = 12.0
"""Seconds; a segment that grows longer ends at its next comma, or else at its next pause."""
_TOO_LONG: Final = 20.0
_PAUSE: Final = 1.0
"""Seconds without a word that end a segment whatever its punctuation."""


def split_into_sentences(segments: Sequence[Segment]) -> list[Segment]:
    """The same words in segments that end with a sentence, a pause, or when they grow too long.

    A segment without words stays as it is.
    """
    return [part for segment in segments for part in _parts(segment)]


def _parts(segment: Segment) -> list[Segment]:
    if not segment.words:
        return [segment]
    return [segment.with_words(words) for words in _sentences(segment.words)]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word, following in zip_longest(words, words[1:]):
        sentence.append(word)
        if following is None or _ends_before(following, sentence):
            yield sentence
            sentence = []


def _ends_before(following: Word, sentence: Sequence[Word]) -> bool:
    last = sentence[-1]
    lasted = last.span.end - sentence[0].span.start
    is_at_comma = last.text.rstrip().rstrip(_CLOSERS).endswith((",", ";", ":", "、", "，", "،"))
    return (
        following.span.start - last.span.end >= _PAUSE
        or lasted >= (_LONGEST if is_at_comma else _TOO_LONG)
        or ends_a_sentence("".join(word.text for word in sentence), following.text)
    )
