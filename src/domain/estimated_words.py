"""Words for a text that comes without them, or without the times of some."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Word

ESTIMATED: Final = 0.0
"""The score of a word whose times nobody has listened for."""
SHORTEST: Final = 0.02
"""Seconds."""
_WITHOUT_SPACES: Final = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})
"""Languages that write no spaces between words; each character stands for a word there."""


@dataclass(frozen=True, slots=True)
class SpelledWord:
    """With the space before it, where there is one."""

    text: str
    span: TimeSpan | None = None
    score: float = ESTIMATED


def has_guessed_times(word: Word) -> bool:
    return word.interpolated or word.score == ESTIMATED


def words_in(text: str, language: Language) -> list[SpelledWord]:
    if language.code in _WITHOUT_SPACES:
        return [SpelledWord(character) for character in _characters(text)]
    return [SpelledWord(f" {word}") for word in text.split()]


def spelled(words: Sequence[str], text: str) -> list[str]:
    """The words with the spaces that the text has before them; one that is not in it has one."""
    found, at = [], 0
    for word in words:
        place = text.find(word, at)
        joined = place > 0 and not text[place - 1].isspace()
        found.append(word if joined else f" {word}")
        at = at if place < 0 else place + len(word)
    return found


def timed(words: Sequence[SpelledWord], span: TimeSpan) -> tuple[Word, ...]:
    """Words without times share what their neighbours leave them, by the length of each."""
    placed: list[Word] = []
    runs = [list(run) for _, run in groupby(words, key=lambda word: word.span is None)]
    for number, run in enumerate(runs):
        known = [Word(word.text, word.span, word.score) for word in run if word.span is not None]
        if not known:
            start = placed[-1].span.end if placed else span.start
            following = runs[number + 1][0].span if number + 1 < len(runs) else None
            end = span.end if following is None else following.start
            known = _shared(run, start, max(end, start + SHORTEST * len(run)))
        placed += known
    return tuple(placed)


def _shared(words: Sequence[SpelledWord], start: float, end: float) -> list[Word]:
    lengths = [len(word.text.strip()) or 1 for word in words]
    each = (end - start) / sum(lengths)
    shared, at = [], start
    for word, length in zip(words, lengths, strict=True):
        shared.append(Word(word.text, TimeSpan(at, at + each * length), ESTIMATED))
        at += each * length
    return shared


def _characters(text: str) -> list[str]:
    """Each with the marks that belong to it."""
    characters: list[str] = []
    for character in text:
        if characters and unicodedata.category(character).startswith("M"):
            characters[-1] += character
        elif not character.isspace():
            characters.append(character)
    return characters
