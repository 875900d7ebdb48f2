"""What speakers sound like, as JSON."""

from adapters.outbound.persistence.codecs.json_object import JsonObject
from domain.enrolled_speaker import SpeakerName
from domain.known_voices import KnownVoice, KnownVoices
from domain.speaker import SpeakerLabel
from domain.speaker_identification import Identified
from domain.voice_print import SpeakerVoice, VoicePrint


def voice_to_json(voice: SpeakerVoice) -> JsonObject:
    return {"speaker": voice.label, **_print_to_json(voice.print)}


def voice_from_json(body: JsonObject) -> SpeakerVoice:
    return SpeakerVoice(SpeakerLabel(body["speaker"]), _print_from_json(body))


def known_voices_to_json(known: KnownVoices) -> JsonObject:
    return {
        "voices": [
            {"name": voice.name, "prints": [_print_to_json(each) for each in voice.prints]}
            for voice in known.voices
        ],
        "warnings": list(known.warnings),
    }


def known_voices_from_json(body: JsonObject) -> KnownVoices:
    voices = (
        KnownVoice(SpeakerName(voice["name"]), tuple(map(_print_from_json, voice["prints"])))
        for voice in body["voices"]
    )
    return KnownVoices(tuple(voices), tuple(body["warnings"]))


def identified_to_json(identified: Identified) -> JsonObject:
    return {
        "speaker": identified.label,
        "name": identified.name,
        "similarity": float(identified.similarity),
    }


def identified_from_json(body: JsonObject) -> Identified:
    return Identified(SpeakerLabel(body["speaker"]), SpeakerName(body["name"]), body["similarity"])


def _print_to_json(voice: VoicePrint) -> JsonObject:
    return {"model": voice.model, "vector": [float(number) for number in voice.vector]}


def _print_from_json(body: JsonObject) -> VoicePrint:
    return VoicePrint(tuple(body["vector"]), body["model"])
