"""The files that a pipeline makes of a recording, by how their names end."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from application.formats.presentation import Presentation
from application.formats.reviewed_transcript import (
    ReviewedTranscript,
    reviewed_to_json,
    segments_to_json,
)
from application.formats.subtitles import to_srt, to_vtt


class Artefact(StrEnum):
    TRANSCRIPT = ".json"
    SEGMENTS = ".segments.json"
    SRT = ".srt"
    VTT = ".vtt"
    PYANNOTE_JOB = ".pyannote.job.json"
    DEEPGRAM_ANSWER = ".deepgram.json"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES.get(self.value, "application/json")


_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {".srt": "application/x-subrip; charset=utf-8", ".vtt": "text/vtt; charset=utf-8"}
)
MADE_OF_TRANSCRIPT: Final[Mapping[Artefact, Callable[[ReviewedTranscript, Presentation], str]]] = (
    MappingProxyType(
        {
            Artefact.TRANSCRIPT: lambda reviewed, _: reviewed_to_json(reviewed),
            Artefact.SEGMENTS: lambda reviewed, _: segments_to_json(reviewed),
            Artefact.SRT: lambda reviewed, shown: to_srt(reviewed.transcript, shown),
            Artefact.VTT: lambda reviewed, shown: to_vtt(reviewed.transcript, shown),
        }
    )
)
