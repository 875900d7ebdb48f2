"""A finished transcript as a JSON document that says which version of this format it has."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from adapters.outbound.persistence.codecs.json_object import JsonObject
from adapters.outbound.persistence.codecs.segments import segment_from_json, segment_to_json
from adapters.outbound.persistence.codecs.voices import (
    identified_from_json,
    identified_to_json,
    voice_from_json,
    voice_to_json,
)
from domain.languages import Language
from domain.transcript import Transcript


def transcript_to_json(transcript: Transcript) -> JsonObject:
    return {
        "version": 1,
        "language": transcript.language.code,
        "language_probability": float(transcript.language_probability),
        "duration": float(transcript.duration),
        "segments": [segment_to_json(segment) for segment in transcript.segments],
        "model": transcript.model,
        "warnings": list(transcript.warnings),
        **_about_voices(transcript),
    }


def _about_voices(transcript: Transcript) -> JsonObject:
    """Nothing in most transcripts."""
    told = {
        "identified": [identified_to_json(each) for each in transcript.identified],
        "voices": [voice_to_json(each) for each in transcript.voices],
    }
    return {name: each for name, each in told.items() if each}


def transcript_from_json(body: JsonObject) -> Transcript:
    return _READERS[body["version"]](body)


def _from_version_1(body: JsonObject) -> Transcript:
    return Transcript(
        language=Language(body["language"]),
        language_probability=body["language_probability"],
        duration=body["duration"],
        segments=tuple(segment_from_json(segment) for segment in body["segments"]),
        model=body["model"],
        warnings=tuple(body["warnings"]),
        identified=tuple(identified_from_json(each) for each in body.get("identified", ())),
        voices=tuple(voice_from_json(each) for each in body.get("voices", ())),
    )


_READERS: Final[Mapping[int, Callable[[JsonObject], Transcript]]] = MappingProxyType(
    {1: _from_version_1}
)
"""One for each version that may still be kept somewhere."""
