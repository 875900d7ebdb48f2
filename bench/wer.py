"""The share of words that were heard wrongly."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

import jiwer


@dataclass(frozen=True, slots=True, kw_only=True)
class WordErrors:
    words: int = 0
    """How many were said."""
    substituted: int = 0
    left_out: int = 0
    put_in: int = 0

    @property
    def rate(self) -> float:
        """Errors per word that was said; where nothing was said, any word is wrong altogether."""
        errors = self.substituted + self.left_out + self.put_in
        return errors / self.words if self.words else float(errors > 0)

    @property
    def percent(self) -> float:
        return 100 * self.rate

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(
            words=self.words + other.words,
            substituted=self.substituted + other.substituted,
            left_out=self.left_out + other.left_out,
            put_in=self.put_in + other.put_in,
        )


def pooled(errors: Iterable[WordErrors]) -> WordErrors:
    """The errors of many recordings as if they were one: long ones weigh more."""
    return sum(errors, WordErrors())


class EnglishScorer:
    """Counts words as Whisper's authors do: case, punctuation and spelling variants are equal."""

    def __init__(self) -> None:
        self._normalise = _english_normalizer()

    def errors(self, said: str, heard: str) -> WordErrors:
        counted = jiwer.process_words(self._normalise(said), self._normalise(heard))
        return WordErrors(
            words=counted.hits + counted.substitutions + counted.deletions,
            substituted=counted.substitutions,
            left_out=counted.deletions,
            put_in=counted.insertions,
        )

    def same_text(self, one: str, other: str) -> bool:
        return self._normalise(one) == self._normalise(other)


class _Normalise(Protocol):
    def __call__(self, text: str) -> str: ...


def _english_normalizer() -> _Normalise:
    """The package has an escape sequence that Python warns of while it compiles it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        normalise: _Normalise = import_module("whisper_normalizer.english").EnglishTextNormalizer()
    return normalise
