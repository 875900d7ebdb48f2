"""Stretches of time, and who held them, as JSON."""

from adapters.outbound.persistence.codecs.json_object import JsonObject
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan


def span_to_json(span: TimeSpan) -> JsonObject:
    # float(): an engine's numpy numbers look like floats until somebody serialises them
    return {"start": float(span.start), "end": float(span.end)}


def span_from_json(body: JsonObject) -> TimeSpan:
    return TimeSpan(body["start"], body["end"])


def turn_to_json(turn: SpeakerTurn) -> JsonObject:
    return {"speaker": turn.speaker, **span_to_json(turn.span)}


def turn_from_json(body: JsonObject) -> SpeakerTurn:
    return SpeakerTurn(SpeakerLabel(body["speaker"]), span_from_json(body))
