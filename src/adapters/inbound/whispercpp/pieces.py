"""Segments as whisper.cpp's server has them: no longer than was asked for."""

from collections.abc import Iterator, Sequence

from domain.transcript import Segment, Word


def pieces_of(segments: Sequence[Segment], *, longest: int) -> list[Segment]:
    """Cut between words so that none has more characters than that, unless it is one word. 0, and
    less, leaves them as they are."""
    if longest <= 0:
        return list(segments)
    return [piece for segment in segments for piece in _cut(segment, longest)]


def _cut(segment: Segment, longest: int) -> Iterator[Segment]:
    words: list[Word] = []
    for word in segment.words:
        if words and len(spoken([*words, word]).strip()) > longest:
            yield segment.with_words(words)
            words = []
        words.append(word)
    if words:
        yield segment.with_words(words)


def spoken(words: Sequence[Word]) -> str:
    """With the space before it, where the language has spaces."""
    return "".join(word.text for word in words)
