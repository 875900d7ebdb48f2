"""What the OpenAPI document says of forms that are read as streams, and of their answers."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.inbound.described_forms import form_with_lists
from adapters.inbound.openai.answers import JSON, PLAIN, VTT
from adapters.inbound.openai.event_stream import EVENT_STREAM
from adapters.inbound.openai.fields import AudioFields
from adapters.inbound.openai_errors import FILE, RESPONSES
from adapters.inbound.warning_headers import DESCRIBED

_SEGMENT: Final[Mapping[str, Any]] = {
    "id": 0,
    "seek": 0,
    "start": 0.12,
    "end": 0.9,
    "text": "Hello there.",
    "tokens": [2425, 456, 13],
    "temperature": 0.0,
    "avg_logprob": -0.2,
    "compression_ratio": 1.4,
    "no_speech_prob": 0.01,
}
_USAGE: Final[Mapping[str, Any]] = {"type": "duration", "seconds": 2.0}
_VERBOSE: Final[Mapping[str, Any]] = {
    "language": "en",
    "duration": 2.0,
    "text": "Hello there.",
    "segments": [_SEGMENT],
}
_WORDS: Final[Mapping[str, Any]] = {"words": [{"word": "Hello", "start": 0.12, "end": 0.5}]}
_DIARIZED: Final[Mapping[str, Any]] = {
    "task": "transcribe",
    "duration": 2.0,
    "text": "Hello there.",
    "segments": [
        {
            "type": "transcript.text.segment",
            "id": "seg_000",
            "start": 0.12,
            "end": 0.9,
            "text": "Hello there.",
            "speaker": "A",
        }
    ],
    "usage": _USAGE,
}
_EVENTS: Final = (
    'data: {"type":"transcript.text.delta","delta":"Hello there."}\n\n'
    'data: {"type":"transcript.text.done","text":"Hello there.",'
    '"usage":{"type":"duration","seconds":2.0}}\n\n'
)
_SRT: Final = "1\n00:00:00,120 --> 00:00:00,900\nHello there.\n"
_VTT: Final = "WEBVTT\n\n00:00.120 --> 00:00.900\nHello there.\n"


def form_of(kind: type[AudioFields]) -> dict[str, Any]:
    return form_with_lists(FILE, kind, kind.LISTS)


def transcribed() -> dict[int | str, dict[str, Any]]:
    examples = {
        "json": {"text": "Hello there.", "usage": _USAGE},
        "verbose_json": {"task": "transcribe", **_VERBOSE, **_WORDS, "usage": _USAGE},
        "diarized_json": _DIARIZED,
    }
    events = {EVENT_STREAM: {"schema": {"type": "string"}, "example": _EVENTS}}
    return {200: _answer(examples, events), **RESPONSES}


def translated() -> dict[int | str, dict[str, Any]]:
    examples = {
        "json": {"text": "Hello there.", "usage": _USAGE},
        "verbose_json": {"task": "translate", **_VERBOSE, "usage": _USAGE},
    }
    return {200: _answer(examples, {}), **RESPONSES}


def _answer(documents: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    examples = {name: {"value": document} for name, document in documents.items()}
    as_text = {"schema": {"type": "string"}}
    return {
        "description": "The text, in the form that was asked for.",
        "headers": dict(DESCRIBED),
        "content": {
            JSON: {"schema": {"type": "object"}, "examples": examples},
            PLAIN.partition(";")[0]: {**as_text, "example": _SRT},
            VTT.partition(";")[0]: {**as_text, "example": _VTT},
            **more,
        },
    }
