"""A transcript in the examples of the OpenAPI document: as JSON, as text, as subtitles, as rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic.config import JsonDict

from adapters.inbound.example_ids import CLIP_ID, JOB_ID
from application.formats.registry import TranscriptFormat

DOCUMENT: Final[JsonDict] = {
    "segments": [
        {
            "speaker": "SPEAKER_00",
            "start": 0.0,
            "end": 2.5,
            "text": "Hello, how are you today?",
        }
    ],
    "language": "en",
    "language_probability": 0.998,
    "duration": 2.74,
    "text": "Hello, how are you today?",
    "model": "base",
    "task": "transcribe",
    "speakers": [{"speaker": "SPEAKER_00", "name": "Speaker 0", "time": 2.5}],
    "warnings": [],
    "clip_id": CLIP_ID,
    "job_id": JOB_ID,
    "created_at": "2026-01-31T12:00:00Z",
}
FILES: Final[Mapping[TranscriptFormat, str]] = MappingProxyType(
    {
        TranscriptFormat.TEXT: "[SPEAKER_00]: Hello, how are you today?\n",
        TranscriptFormat.SRT: (
            "1\n00:00:00,000 --> 00:00:02,500\n[SPEAKER_00] Hello, how are you today?\n"
        ),
        TranscriptFormat.VTT: (
            "WEBVTT\n\n00:00.000 --> 00:02.500\n[SPEAKER_00] Hello, how are you today?\n"
        ),
        TranscriptFormat.TSV: (
            "start\tend\ttext\tspeaker\n0\t2500\tHello, how are you today?\tSPEAKER_00\n"
        ),
        TranscriptFormat.TSV_SECONDS: (
            "start\tend\ttext\tspeaker\n0.0\t2.5\tHello, how are you today?\tSPEAKER_00\n"
        ),
        TranscriptFormat.RTTM: ("SPEAKER recording 1 0.000 2.500 <NA> <NA> SPEAKER_00 <NA> <NA>\n"),
    }
)
"""Of the same transcript."""
