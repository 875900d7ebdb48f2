"""Every form in which a transcript can be had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from application.formats.json_document import to_json
from application.formats.plain_text import to_text
from application.formats.presentation import AS_USUAL, Presentation
from application.formats.rttm import to_rttm
from application.formats.subtitles import to_srt, to_vtt
from application.formats.tsv import to_tsv, to_tsv_seconds
from application.formats.verbose_json import to_verbose_json
from domain.transcript import Transcript


class TranscriptFormat(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    TSV = "tsv"
    TSV_SECONDS = "tsv_seconds"
    VERBOSE_JSON = "verbose_json"
    RTTM = "rttm"


@dataclass(frozen=True, slots=True)
class TranscriptFormatter:
    write: Callable[[Transcript, Presentation], str]
    ending: str
    """Of a file in this form."""
    media_type: str
    has_cues: bool = False
    """Whether the shape of subtitles means anything to it."""

    def __call__(self, transcript: Transcript, presentation: Presentation = AS_USUAL) -> str:
        return self.write(transcript, presentation)


_JSON: Final = "application/json"
_TEXT: Final = "text/plain; charset=utf-8"
_SRT: Final = "application/x-subrip; charset=utf-8"
_VTT: Final = "text/vtt; charset=utf-8"
_TSV: Final = "text/tab-separated-values; charset=utf-8"

FORMATTERS: Final[Mapping[TranscriptFormat, TranscriptFormatter]] = MappingProxyType(
    {
        TranscriptFormat.JSON: TranscriptFormatter(to_json, ".json", _JSON),
        TranscriptFormat.TEXT: TranscriptFormatter(to_text, ".txt", _TEXT),
        TranscriptFormat.SRT: TranscriptFormatter(to_srt, ".srt", _SRT, has_cues=True),
        TranscriptFormat.VTT: TranscriptFormatter(to_vtt, ".vtt", _VTT, has_cues=True),
        TranscriptFormat.TSV: TranscriptFormatter(to_tsv, ".tsv", _TSV),
        TranscriptFormat.TSV_SECONDS: TranscriptFormatter(to_tsv_seconds, ".tsv", _TSV),
        TranscriptFormat.VERBOSE_JSON: TranscriptFormatter(to_verbose_json, ".json", _JSON),
        TranscriptFormat.RTTM: TranscriptFormatter(to_rttm, ".rttm", _TEXT),
    }
)
