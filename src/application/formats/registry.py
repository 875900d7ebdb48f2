"""Every form in which a transcript can be had."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from application.formats.json_document import to_json
from application.formats.plain_text import to_text
from application.formats.subtitles import to_srt, to_vtt
from application.formats.tsv import to_tsv
from domain.transcript import Transcript

TranscriptFormatter: TypeAlias = Callable[[Transcript], str]


class TranscriptFormat(StrEnum):
    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    TSV = "tsv"


FORMATTERS: Final[Mapping[TranscriptFormat, TranscriptFormatter]] = MappingProxyType(
    {
        TranscriptFormat.JSON: to_json,
        TranscriptFormat.TEXT: to_text,
        TranscriptFormat.SRT: to_srt,
        TranscriptFormat.VTT: to_vtt,
        TranscriptFormat.TSV: to_tsv,
    }
)
