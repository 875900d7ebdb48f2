"""What a caller wants of the shape of subtitles, where it is not to be as usual."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.errors import InvalidOptionError
from domain.subtitle_shape import SubtitleShape


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleWishes:
    max_line_width: int | None = None
    max_line_count: int | None = None
    highlight_words: bool | None = None

    def shape_for(self, form: TranscriptFormat, usual: SubtitleShape) -> SubtitleShape:
        """Raises InvalidOptionError for a shape that cannot be, and for one that means nothing to
        the form."""
        given: dict[str, Any] = {
            name: value for name, value in asdict(self).items() if value is not None
        }
        if given and not FORMATTERS[form].has_cues:
            forms = " or ".join(form for form in FORMATTERS if FORMATTERS[form].has_cues)
            shape = "shape" if len(given) > 1 else "shapes"
            raise InvalidOptionError(
                f"{' and '.join(given)} {shape} subtitles, so the format is {forms}; "
                f"{form} has no cues"
            )
        return replace(usual, **given)
