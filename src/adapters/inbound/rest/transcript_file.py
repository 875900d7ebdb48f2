"""A transcript as a file of text, subtitles or rows."""

from asyncio import to_thread
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response

from adapters.inbound.content_disposition import disposition
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.rest.transcript_examples import FILES
from adapters.inbound.rest.wanted_levels import LevelsWanted
from adapters.inbound.rest.wanted_shape import Form, ShapeWanted
from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from application.ports.repositories import StoredTranscript
from domain.confidence_levels import ConfidenceLevels
from domain.errors import InvalidOptionError
from domain.subtitle_shape import SubtitleShape
from domain.transcript import Transcript


def _described(media_type: str) -> dict[str, Any]:
    """Several forms may be of one type."""
    examples = {
        form.value: {"value": text}
        for form, text in FILES.items()
        if FORMATTERS[form].media_type == media_type
    }
    return {"schema": {"type": "string"}, "examples": examples}


DOCUMENTED_FILES: Final[dict[str, Any]] = {
    formatter.media_type.partition(";")[0]: _described(formatter.media_type)
    for formatter in FORMATTERS.values()
    if formatter.ending != ".json"
}
_TO_LOOK_AT: Final = (".json", ".txt")
"""What a browser shows rather than keeps."""


@dataclass(frozen=True, slots=True)
class WantedForm:
    """What a transcript is to be answered as."""

    form: TranscriptFormat
    with_words: bool
    shape: SubtitleShape
    levels: ConfidenceLevels | None

    async def answer(self, stored: StoredTranscript) -> TranscriptBody | Response:
        """An hour of speech takes about a second to lay out: not on the event loop. Raises
        InvalidOptionError for speakers whom nobody told apart."""
        if self.form is TranscriptFormat.RTTM:
            _require_speakers(stored.transcript)
        if self.form is TranscriptFormat.JSON:
            return TranscriptBody.of(stored, with_words=self.with_words, levels=self.levels)
        return await to_thread(transcript_file, stored, self.form, self.shape)


def wanted_form(
    *,
    shape: ShapeWanted,
    levels: LevelsWanted,
    form: Form = TranscriptFormat.JSON,
    word_timestamps: Annotated[
        bool, Query(description="Show the words of each segment, with format=json.")
    ] = False,
) -> WantedForm:
    """Raises InvalidOptionError for words or confidences in a form that has none."""
    if levels is not None and form is not TranscriptFormat.JSON:
        raise InvalidOptionError(f"confidences need format=json; {form} does not tell them")
    if word_timestamps and form is not TranscriptFormat.JSON:
        raise InvalidOptionError(f"word_timestamps=true needs format=json; {form} has no words")
    return WantedForm(form, word_timestamps, shape, levels)


InForm = Annotated[WantedForm, Depends(wanted_form)]


def _require_speakers(transcript: Transcript) -> None:
    """Where nobody speaks, an empty file is right; where somebody does, it would be mistaken for
    that."""
    if transcript.segments and not transcript.speakers:
        raise InvalidOptionError(
            "format=rttm says who spoke when, and no speakers are told apart in this transcript; "
            "transcribe the clip with diarize=true"
        )


def transcript_file(
    stored: StoredTranscript, form: TranscriptFormat, shape: SubtitleShape
) -> Response:
    formatter = FORMATTERS[form]
    headers = {"x-content-type-options": "nosniff"}
    if formatter.ending not in _TO_LOOK_AT:
        name = f"{stored.clip_id}{formatter.ending}"
        headers["content-disposition"] = disposition("attachment", name)
    presentation = Presentation(shape=shape, task=stored.options.task)
    text = formatter(stored.transcript, presentation)
    return Response(text, media_type=formatter.media_type, headers=headers)
