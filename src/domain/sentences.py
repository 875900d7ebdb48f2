"""Words into segments of about a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.transcript import Segment, Word

_ENDS_A_SENTENCE: Final = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "։", "።")
_CLOSERS: Final = "\"'”’»)]}」』）"
_OPENERS: Final = "\"'“‘„«([{「『"
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
    return [
        replace(
            segment,
            span=replace(words[0].span, end=max(word.span.end for word in words)),
            text="".join(word.text for word in words).strip(),
            words=tuple(words),
        )
        for words in _sentences(segment.words)
    ]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if sentence and word.span.start - sentence[-1].span.end >= _PAUSE:
            yield sentence
            sentence = []
        sentence.append(word)
        if _ends_here(sentence):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends_here(sentence: Sequence[Word]) -> bool:
    last = sentence[-1].text.rstrip().rstrip(_CLOSERS)
    lasted = sentence[-1].span.end - sentence[0].span.start
    return (
        (last.endswith(_ENDS_A_SENTENCE) and not _is_abbreviation(last))
        or (lasted >= _LONGEST and last.endswith((",", ";", ":", "、", "，", "،")))
        or lasted >= _TOO_LONG
    )


def _is_abbreviation(word: str) -> bool:
    bare = word.strip().lstrip(_OPENERS)
    # An initial is a capital: in scripts that have none, a word of one letter ends sentences.
    is_initial = len(bare) == len("J.") and bare[0].isupper() and bare[1] == "."
    return is_initial or bare.lower() in _ABBREVIATIONS


_ABBREVIATIONS: Final = frozenset(
    {
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "st.",
        "vs.",
        "e.g.",
        "i.e.",
        "etc.",
        "jr.",
        "sr.",
        "no.",
    }
)
