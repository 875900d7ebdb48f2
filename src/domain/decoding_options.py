"""How Whisper looks for the words: its search, its retries, and what it must not write."""

from dataclasses import dataclass
from math import isfinite
from typing import Final

from domain.errors import InvalidOptionError

_LADDER: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Temperatures that OpenAI's own decoder tries in turn (transcribe.py)."""
LONGEST_CHUNK: Final = 30.0
"""Seconds that Whisper hears at once."""
MOST_BEAMS: Final = 32
"""Beyond this, memory grows and errors do not shrink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingOptions:
    """The defaults are those of OpenAI's own decoder."""

    temperature: float = 0.0
    """0 searches for the likeliest words, and goes up in steps of 0.2 where these repeat themselves
    or are unlikely; anything else draws at that temperature and no other."""
    beam_size: int = 5
    """Hypotheses kept side by side at temperature 0."""
    best_of: int = 5
    """Draws of which the likeliest is taken, at temperatures above 0."""
    patience: float = 1.0
    """How much longer than `beam_size` finished hypotheses the search goes on."""
    length_penalty: float = 1.0
    """The power of the length that a hypothesis' likelihood is divided by."""
    compression_ratio_threshold: float = 2.4
    """Text that can be compressed by more repeats itself."""
    log_prob_threshold: float = -1.0
    """Text whose mean log probability is lower is no good."""
    no_speech_threshold: float = 0.6
    """A window that is silence with a higher probability, and whose text is no good, is silence."""
    suppress_tokens: tuple[int, ...] = (-1,)
    """Tokens that are never written; -1 stands for the symbols that are no speech."""
    suppress_numerals: bool = False
    """Write numbers in words."""
    batch_size: int | None = None
    """Windows decoded together; None leaves it to the service."""
    chunk_size: float = LONGEST_CHUNK
    """The most speech that is heard at once, in seconds."""

    def __post_init__(self) -> None:
        for name, lowest, highest in BOUNDS:
            value = getattr(self, name)
            if not (isfinite(value) and lowest <= value <= highest):
                raise InvalidOptionError(
                    f"{name} is {value:g}, and must be between {lowest:g} and {highest:g}"
                )
        if self.batch_size is not None and not 1 <= self.batch_size <= LARGEST_BATCH:
            raise InvalidOptionError(f"batch_size must be between 1 and {LARGEST_BATCH}")
        if any(token < -1 for token in self.suppress_tokens):
            raise InvalidOptionError("suppress_tokens are numbers of tokens, or -1 for symbols")

    @property
    def temperatures(self) -> tuple[float, ...]:
        """In the order in which they are tried."""
        return _LADDER if self.temperature == 0 else (self.temperature,)


LARGEST_BATCH: Final = 256
BOUNDS: Final = (
    ("temperature", 0, 2),
    ("beam_size", 1, MOST_BEAMS),
    ("best_of", 1, MOST_BEAMS),
    ("patience", 0.1, 10),
    ("length_penalty", 0, 10),
    ("compression_ratio_threshold", 0, 1000),
    ("log_prob_threshold", -1000, 0),
    ("no_speech_threshold", 0, 1),
    ("chunk_size", 1, LONGEST_CHUNK),
)
"""Name, lowest and highest."""
DEFAULT_DECODING: Final = DecodingOptions()
