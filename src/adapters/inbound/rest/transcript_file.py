"""A transcript as a file of text, subtitles or rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fastapi import Response

from adapters.inbound.content_disposition import disposition
from application.formats.registry import FORMATTERS, TranscriptFormat
from application.ports.repositories import StoredTranscript

MEDIA_TYPES: Final[Mapping[TranscriptFormat, str]] = MappingProxyType(
    {
        TranscriptFormat.JSON: "application/json",
        TranscriptFormat.TEXT: "text/plain; charset=utf-8",
        TranscriptFormat.SRT: "application/x-subrip",
        TranscriptFormat.VTT: "text/vtt; charset=utf-8",
        TranscriptFormat.TSV: "text/tab-separated-values; charset=utf-8",
    }
)

DOCUMENTED_FILES: Final[dict[str, Any]] = {
    media_type.partition(";")[0]: {"schema": {"type": "string"}}
    for form, media_type in MEDIA_TYPES.items()
    if form is not TranscriptFormat.JSON
}


def transcript_file(stored: StoredTranscript, form: TranscriptFormat) -> Response:
    headers = {"x-content-type-options": "nosniff"}
    if form is not TranscriptFormat.TEXT:
        headers["content-disposition"] = disposition("attachment", f"{stored.clip_id}.{form}")
    return Response(
        FORMATTERS[form](stored.transcript), media_type=MEDIA_TYPES[form], headers=headers
    )
