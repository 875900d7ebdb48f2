"""Results of stages as JSON, each under a name for its kind and the version of its format."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from adapters.outbound.persistence.codecs.json_object import JsonObject
from adapters.outbound.persistence.codecs.segments import segment_from_json, segment_to_json
from adapters.outbound.persistence.codecs.spans import (
    span_from_json,
    span_to_json,
    turn_from_json,
    turn_to_json,
)
from adapters.outbound.persistence.codecs.voices import (
    identified_from_json,
    identified_to_json,
    known_voices_from_json,
    known_voices_to_json,
    voice_from_json,
    voice_to_json,
)
from application.ports.stage_results import (
    SoundDecoded,
    SpeechFound,
    StageResult,
    VoicesHeard,
)
from domain.known_voices import KnownVoices
from domain.languages import Language
from domain.transcript import Diarization, Transcription


def stage_result_to_json(result: StageResult) -> tuple[str, JsonObject]:
    """The name of the result's kind, and its body."""
    match result:
        case SoundDecoded(duration, warnings):
            return "sound_decoded/1", {"duration": float(duration), "warnings": list(warnings)}
        case SpeechFound(spans):
            return "speech_found/1", {"spans": [span_to_json(span) for span in spans]}
        case Transcription():
            return "transcription/1", _transcription_to_json(result)
        case Diarization():
            return "diarization/2", {
                "turns": [turn_to_json(turn) for turn in result.turns],
                "overlapping": [turn_to_json(turn) for turn in result.overlapping],
                "warnings": list(result.warnings),
                "voices": [voice_to_json(voice) for voice in result.voices],
                "identified": [identified_to_json(each) for each in result.identified],
            }
        case VoicesHeard(voices, warnings):
            return "voices_heard/1", {
                "voices": [voice_to_json(voice) for voice in voices],
                "warnings": list(warnings),
            }
        case KnownVoices():
            return "known_voices/1", known_voices_to_json(result)


def stage_result_from_json(kind: str, body: JsonObject) -> StageResult | None:
    """None for a kind that this version does not know: its stage runs again then."""
    reader = _READERS.get(kind)
    return None if reader is None else reader(body)


def _voices_heard(body: JsonObject) -> VoicesHeard:
    voices = tuple(voice_from_json(voice) for voice in body["voices"])
    return VoicesHeard(voices, tuple(body["warnings"]))


def _sound_decoded(body: JsonObject) -> SoundDecoded:
    return SoundDecoded(body["duration"], tuple(body["warnings"]))


def _speech_found(body: JsonObject) -> SpeechFound:
    return SpeechFound(tuple(span_from_json(span) for span in body["spans"]))


def _diarization(body: JsonObject) -> Diarization:
    return Diarization(
        turns=tuple(turn_from_json(turn) for turn in body["turns"]),
        overlapping=tuple(turn_from_json(turn) for turn in body["overlapping"]),
        warnings=tuple(body["warnings"]),
        # Results of earlier versions say nothing of voices, nor of names.
        voices=tuple(voice_from_json(voice) for voice in body.get("voices", ())),
        identified=tuple(identified_from_json(each) for each in body.get("identified", ())),
    )


def _transcription_to_json(transcription: Transcription) -> JsonObject:
    return {
        "language": transcription.language.code,
        "language_probability": float(transcription.language_probability),
        "segments": [segment_to_json(segment) for segment in transcription.segments],
        "warnings": list(transcription.warnings),
    }


def _transcription(body: JsonObject) -> Transcription:
    return Transcription(
        language=Language(body["language"]),
        language_probability=body["language_probability"],
        segments=tuple(segment_from_json(segment) for segment in body["segments"]),
        warnings=tuple(body.get("warnings", ())),
    )


_READERS: Final[Mapping[str, Callable[[JsonObject], StageResult]]] = MappingProxyType(
    {
        "sound_decoded/1": _sound_decoded,
        "speech_found/1": _speech_found,
        "transcription/1": _transcription,
        "diarization/2": _diarization,
        "voices_heard/1": _voices_heard,
        "known_voices/1": known_voices_from_json,
    }
)
