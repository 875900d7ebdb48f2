"""What the settings say of subtitles, in the domain's terms."""

from domain.subtitle_shape import SubtitleShape
from infrastructure.settings import Settings


def subtitle_shape(settings: Settings) -> SubtitleShape:
    return SubtitleShape(
        max_line_width=settings.subtitle_max_line_width,
        max_line_count=settings.subtitle_max_line_count,
        highlight_words=settings.subtitle_highlight_words,
    )
