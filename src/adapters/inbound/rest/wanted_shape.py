"""What shape subtitles are to have."""

from typing import Annotated

from dependency_injector.wiring import inject
from fastapi import Depends, Query

from adapters.inbound import dependencies as use
from application.formats.registry import TranscriptFormat
from application.formats.subtitle_wishes import SubtitleWishes
from domain.subtitle_shape import MOST_LINES, NARROWEST, WIDEST, SubtitleShape

Form = Annotated[
    TranscriptFormat,
    Query(alias="format", description="The form to have it in.", examples=[TranscriptFormat.SRT]),
]


@inject
def wanted_shape(
    *,
    usual: use.UsualSubtitles,
    form: Form = TranscriptFormat.JSON,
    max_line_width: Annotated[
        int | None,
        Query(
            ge=NARROWEST, le=WIDEST, description="Characters in a line of subtitles.", examples=[42]
        ),
    ] = None,
    max_line_count: Annotated[
        int | None,
        Query(ge=1, le=MOST_LINES, description="Lines that are shown together.", examples=[2]),
    ] = None,
    highlight_words: Annotated[
        bool | None,
        Query(description="Underline each word of subtitles while it is spoken.", examples=[False]),
    ] = None,
) -> SubtitleShape:
    """Raises InvalidOptionError where the form has no cues."""
    wishes = SubtitleWishes(
        max_line_width=max_line_width,
        max_line_count=max_line_count,
        highlight_words=highlight_words,
    )
    return wishes.shape_for(form, usual)


ShapeWanted = Annotated[SubtitleShape, Depends(wanted_shape)]
