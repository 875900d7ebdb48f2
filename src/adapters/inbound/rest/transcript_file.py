"""A transcript as a file of text, subtitles or rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response

from adapters.inbound.content_disposition import disposition
from adapters.inbound.rest.transcript_body import TranscriptBody
from application.formats.registry import FORMATTERS, TranscriptFormat
from application.ports.repositories import StoredTranscript
from domain.errors import InvalidOptionError

MEDIA_TYPES: Final[Mapping[TranscriptFormat, str]] = MappingProxyType(
    {
        TranscriptFormat.JSON: "application/json",
        TranscriptFormat.TEXT: "text/plain; charset=utf-8",
        TranscriptFormat.SRT: "application/x-subrip; charset=utf-8",
        TranscriptFormat.VTT: "text/vtt; charset=utf-8",
        TranscriptFormat.TSV: "text/tab-separated-values; charset=utf-8",
    }
)

DOCUMENTED_FILES: Final[dict[str, Any]] = {
    media_type.partition(";")[0]: {"schema": {"type": "string"}}
    for form, media_type in MEDIA_TYPES.items()
    if form is not TranscriptFormat.JSON
}


@dataclass(frozen=True, slots=True)
class WantedForm:
    """What a transcript is to be answered as."""

    form: TranscriptFormat
    with_words: bool

    def answer(self, stored: StoredTranscript) -> TranscriptBody | Response:
        if self.form is TranscriptFormat.JSON:
            return TranscriptBody.of(stored, with_words=self.with_words)
        return transcript_file(stored, self.form)


def wanted_form(
    *,
    form: Annotated[
        TranscriptFormat, Query(alias="format", description="The form to have it in.")
    ] = TranscriptFormat.JSON,
    word_timestamps: Annotated[
        bool, Query(description="Show the words of each segment, with format=json.")
    ] = False,
) -> WantedForm:
    """Raises InvalidOptionError for words in a form that has none."""
    if word_timestamps and form is not TranscriptFormat.JSON:
        raise InvalidOptionError(f"word_timestamps=true needs format=json; {form} has no words")
    return WantedForm(form, word_timestamps)


InForm = Annotated[WantedForm, Depends(wanted_form)]


def transcript_file(stored: StoredTranscript, form: TranscriptFormat) -> Response:
    headers = {"x-content-type-options": "nosniff"}
    if form is not TranscriptFormat.TEXT:
        headers["content-disposition"] = disposition("attachment", f"{stored.clip_id}.{form}")
    return Response(
        FORMATTERS[form](stored.transcript), media_type=MEDIA_TYPES[form], headers=headers
    )
