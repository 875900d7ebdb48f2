"""Segments and their words as JSON."""

from adapters.outbound.persistence.codecs.json_object import JsonObject, without_nothing
from adapters.outbound.persistence.codecs.spans import span_from_json, span_to_json
from domain.doubt import Doubt
from domain.speaker import SpeakerLabel
from domain.transcript import Character, Decoding, Segment, Word


def segment_to_json(segment: Segment) -> JsonObject:
    return without_nothing(
        **span_to_json(segment.span),
        text=segment.text,
        speaker=segment.speaker,
        words=[_word_to_json(word) for word in segment.words],
        decoding=_decoding_to_json(segment.decoding),
        window_start=segment.decoding.window_start,
        doubts=[doubt.value for doubt in segment.doubts] or None,
    )


def segment_from_json(body: JsonObject) -> Segment:
    return Segment(
        span=span_from_json(body),
        text=body["text"],
        words=tuple(_word_from_json(word) for word in body["words"]),
        decoding=Decoding(**body["decoding"], window_start=body.get("window_start")),
        speaker=_speaker(body),
        doubts=tuple(Doubt(doubt) for doubt in body.get("doubts", ())),
    )


def _word_to_json(word: Word) -> JsonObject:
    return without_nothing(
        text=word.text,
        **span_to_json(word.span),
        score=float(word.score),
        speaker=word.speaker,
        interpolated=word.interpolated or None,
        characters=[_character_to_json(each) for each in word.characters] or None,
        tokens=list(word.tokens) or None,
    )


def _word_from_json(body: JsonObject) -> Word:
    return Word(
        body["text"],
        span_from_json(body),
        body["score"],
        _speaker(body),
        interpolated=body.get("interpolated", False),
        characters=tuple(map(_character_from_json, body.get("characters", ()))),
        tokens=tuple(body.get("tokens", ())),
    )


def _character_to_json(character: Character) -> JsonObject:
    span = character.span
    return without_nothing(
        text=character.text, score=character.score, **(span_to_json(span) if span else {})
    )


def _character_from_json(body: JsonObject) -> Character:
    span = span_from_json(body) if "start" in body else None
    return Character(body["text"], span, body.get("score"))


def _decoding_to_json(decoding: Decoding) -> JsonObject:
    return {
        "average_log_probability": float(decoding.average_log_probability),
        "no_speech_probability": float(decoding.no_speech_probability),
        "compression_ratio": float(decoding.compression_ratio),
        "temperature": float(decoding.temperature),
    }


def _speaker(body: JsonObject) -> SpeakerLabel | None:
    return SpeakerLabel(body["speaker"]) if "speaker" in body else None
