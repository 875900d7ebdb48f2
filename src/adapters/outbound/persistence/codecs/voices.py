"""What speakers sound like, as JSON."""

from adapters.outbound.persistence.codecs.json_object import JsonObject
from domain.speaker import SpeakerLabel
from domain.voice_print import SpeakerVoice, VoicePrint


def voice_to_json(voice: SpeakerVoice) -> JsonObject:
    return {
        "speaker": voice.label,
        "model": voice.print.model,
        "vector": [float(number) for number in voice.print.vector],
    }


def voice_from_json(body: JsonObject) -> SpeakerVoice:
    return SpeakerVoice(
        SpeakerLabel(body["speaker"]), VoicePrint(tuple(body["vector"]), body["model"])
    )
