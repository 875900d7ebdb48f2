"""How large subtitles may be, how long they stay, and whether they mark the word being spoken."""

from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidOptionError

NARROWEST: Final = 10
WIDEST: Final = 1000
MOST_LINES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleShape:
    """The figures are those of Netflix's Timed Text Style Guide, which come from television:
    https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617"""

    max_line_width: int = 42
    """Characters. Those of Chinese, Japanese and Korean are twice as wide and count twice."""
    max_line_count: int = 2
    highlight_words: bool = False
    shortest: float = 1.0
    """Seconds that a cue is shown at least, where the next one leaves it the time. The guide is
    content with 5/6."""
    longest: float = 7.0
    """Seconds that a cue is shown at most, unless a single word takes longer."""
    fastest: float = 17.0
    """Characters that a reader takes in within a second."""

    def __post_init__(self) -> None:
        if not NARROWEST <= self.max_line_width <= WIDEST:
            raise InvalidOptionError(
                f"max_line_width cannot be {self.max_line_width}: "
                f"it lies between {NARROWEST} and {WIDEST} characters"
            )
        if not 1 <= self.max_line_count <= MOST_LINES:
            raise InvalidOptionError(
                f"max_line_count cannot be {self.max_line_count}: "
                f"it lies between 1 and {MOST_LINES} lines"
            )
        if not 0 < self.shortest <= self.longest:
            raise InvalidOptionError(
                f"cues cannot be shown for {self.shortest} s at least and {self.longest} s at most"
            )
        if self.fastest <= 0:
            raise InvalidOptionError(f"nobody reads {self.fastest} characters in a second")

    def time_to_read(self, columns: int) -> float:
        """Seconds that a cue with so many characters should be shown."""
        return min(self.longest, max(self.shortest, columns / self.fastest))


AS_TELEVISION: Final = SubtitleShape()
