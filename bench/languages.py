"""How often the language that is spoken is recognised."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    name: str
    spoken: str
    found: str | None

    @property
    def is_right(self) -> bool:
        """Regional forms are the same language: zh-TW is zh."""
        return self.found is not None and _base(self.found) == _base(self.spoken)


def share_right(guesses: Iterable[LanguageGuess]) -> float:
    outcomes = [guess.is_right for guess in guesses]
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def _base(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]
