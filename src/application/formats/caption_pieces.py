"""What subtitles are laid out of: words, or as much of a word as one line can hold."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from domain.time_span import TimeSpan
from domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    """Without a space in it or around it."""
    span: TimeSpan
    is_spaced: bool
    """Whether a space stands before it, unless it begins a line."""
    columns: int
    """How wide it is, with its space."""


def columns(text: str) -> int:
    """Characters, those of full width (Chinese, Japanese, Korean) counted twice."""
    return len(text) if text.isascii() else len(text) + sum(map(is_wide, text))


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def line_text(pieces: Sequence[Piece]) -> str:
    return "".join(f" {piece.text}" if piece.is_spaced else piece.text for piece in pieces).strip()


def line_columns(pieces: Sequence[Piece]) -> int:
    return sum(piece.columns for piece in pieces) - pieces[0].is_spaced


def pieces_of(segment: Segment, *, widest: int) -> Iterator[Piece]:
    """None of them wider than that."""
    for number, (text, span) in enumerate(_spoken(segment)):
        parts = _parts(text if number else _begun(text), widest)
        times = shared(span, [len(part) for part, _ in parts])
        for (part, is_spaced), time in zip(parts, times, strict=True):
            yield Piece(part, time, is_spaced, columns(part) + is_spaced)


def _begun(text: str) -> str:
    """Some engines leave the space before a segment out."""
    return text if is_wide(text[0]) else f" {text}"


def _parts(text: str, widest: int) -> list[tuple[str, bool]]:
    """Each with whether a space is before it."""
    return [
        (part, place == 0 and (number > 0 or text[0].isspace()))
        for number, word in enumerate(text.split())
        for place, part in enumerate(_cut(word, widest))
    ]


def shared(span: TimeSpan, lengths: Sequence[int]) -> list[TimeSpan]:
    """The span divided in proportion to the lengths."""
    each = span.duration / max(1, sum(lengths))
    times = [span.start + length * each for length in accumulate(lengths, initial=0)]
    return [TimeSpan(start, end) for start, end in pairwise(times)]


def _spoken(segment: Segment) -> Iterator[tuple[str, TimeSpan]]:
    words = [(word.text, word.span) for word in segment.words if word.text.strip()]
    if words:
        yield from words
        return
    texts = [text for word in segment.text.split() for text in _characters_if_wide(word)]
    yield from zip(texts, shared(segment.span, [len(text) for text in texts]), strict=True)


def _characters_if_wide(word: str) -> list[str]:
    """Scripts of full width are written without spaces; a line may end nearly anywhere."""
    characters = list(word) if any(map(is_wide, word)) else [word]
    return [f" {characters[0]}", *characters[1:]]


def _cut(word: str, widest: int) -> Iterator[str]:
    part = ""
    for character in word:
        if columns(part) + columns(character) > widest:
            yield part
            part = ""
        part += character
    yield part
