"""How hard to look for the language that is spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from domain.errors import InvalidOptionError
from domain.languages import Language

MOST_TRIES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSearch:
    """Windows spread over the recording are heard one after another until one is sure enough; else
    the likeliest guess of all is taken."""

    min_probability: float = 0.0
    """0 takes the first guess for sure enough."""
    max_tries: int = 5
    among: tuple[str, ...] = ()
    """The codes of the languages that it can be; any, where none is named."""

    def __post_init__(self) -> None:
        if not 0 <= self.min_probability <= 1:
            raise InvalidOptionError("language_detection_min_prob must be between 0 and 1")
        if not 1 <= self.max_tries <= MOST_TRIES:
            raise InvalidOptionError(
                f"language_detection_max_tries must be between 1 and {MOST_TRIES}"
            )
        for code in self.among:
            Language(code)


DEFAULT_SEARCH: Final = LanguageSearch()

T = TypeVar("T")


def spread_out(windows: Sequence[T], search: LanguageSearch) -> list[T]:
    """Those to listen to, the first of them first, with as much between any two."""
    if search.min_probability == 0:
        return list(windows[:1])
    tries = min(search.max_tries, len(windows))
    return [windows[number * len(windows) // tries] for number in range(tries)]
