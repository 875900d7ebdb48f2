"""Who spoke when, as speaches and LocalAI answer it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.speaches.diarization_form import DiarizationFields, TurnsFormat
from application.formats.rttm import turns_to_rttm
from application.use_cases.speakers.diarize import ToldApart
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.speaker_names import Names, name_of
from domain.spoken_turns import SpokenTurn, spoken_turns


class TurnBody(BaseModel):
    start: float = Field(description="Seconds.")
    end: float = Field(description="Seconds.")
    speaker: str = Field(description="The name of whoever is known, or else a label.")
    text: str | None = Field(default=None, description="Only with include_text.")
    id: int | None = Field(default=None, description="From here on only in verbose_json.")
    label: str | None = Field(default=None, description="The label, also of who is known.")
    name: str | None = Field(default=None, description="Of whoever is known.")
    name_score: float | None = Field(default=None, description="How alike the voices are, -1..1.")


class SpeakerTotalBody(BaseModel):
    id: str
    label: str
    name: str | None = None
    total_speech_duration: float = Field(description="Seconds.")
    segment_count: int


class TurnsBody(BaseModel):
    """Turns may overlap where several people speak at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "duration": 4.1,
                    "segments": [
                        {"start": 0.0, "end": 2.34, "speaker": "SPEAKER_00"},
                        {"start": 2.34, "end": 4.1, "speaker": "Ada"},
                    ],
                }
            ]
        }
    )

    duration: float = Field(description="Of the recording, in seconds.")
    segments: list[TurnBody]
    task: str | None = Field(default=None, description="From here on only in verbose_json.")
    num_speakers: int | None = None
    language: str | None = Field(default=None, description="Only with include_text.")
    speakers: list[SpeakerTotalBody] | None = None


RTTM_EXAMPLE: Final = "SPEAKER recording 1 0.000 2.340 <NA> <NA> SPEAKER_00 <NA> <NA>\n"


def turns_answer(
    told: ToldApart, fields: DiarizationFields, duration: float, headers: Mapping[str, str]
) -> Response:
    """Takes a while for a recording of hours."""
    found = told.diarization
    turns = fields.lengths.applied(found.overlapping or found.turns)
    names: Names = {each.label: each for each in found.identified}
    if fields.response_format is TurnsFormat.RTTM:
        named = [SpeakerTurn(name_of(turn.speaker, names), turn.span) for turn in turns]
        return PlainTextResponse(turns_to_rttm(named), headers=dict(headers))
    segments = () if told.transcript is None else told.transcript.segments
    spoken = spoken_turns(turns, found.turns, segments)
    body = {"duration": round(duration, 3), "segments": _segments(spoken, names, told)}
    if fields.response_format is TurnsFormat.VERBOSE_JSON:
        body = _verbose(body, spoken, names, told)
    return JSONResponse(body, headers=dict(headers))


def _segments(
    spoken: Sequence[SpokenTurn], names: Names, told: ToldApart
) -> Sequence[dict[str, Any]]:
    with_text = told.transcript is not None
    return [
        {
            "start": round(turn.start, 3),
            "end": round(turn.end, 3),
            "speaker": name_of(turn.speaker, names),
            **({"text": turn.text} if with_text else {}),
        }
        for turn in spoken
    ]


def _verbose(
    body: Mapping[str, Any], spoken: Sequence[SpokenTurn], names: Names, told: ToldApart
) -> dict[str, Any]:
    totals = defaultdict[SpeakerLabel, list[float]](list)
    for turn in spoken:
        totals[turn.speaker].append(turn.end - turn.start)
    language = {} if told.transcript is None else {"language": told.transcript.language.code}
    return {
        "task": "diarize",
        "duration": body["duration"],
        **language,
        "num_speakers": len(totals),
        "segments": [
            {"id": number, **segment, "label": turn.speaker, **_scored(turn.speaker, names)}
            for number, (segment, turn) in enumerate(zip(body["segments"], spoken, strict=True))
        ],
        "speakers": [
            {
                "id": name_of(label, names),
                "label": label,
                **_named(label, names),
                "total_speech_duration": round(sum(lengths), 3),
                "segment_count": len(lengths),
            }
            for label, lengths in sorted(totals.items())
        ],
    }


def _named(label: SpeakerLabel, names: Names) -> dict[str, Any]:
    return {"name": names[label].name} if label in names else {}


def _scored(label: SpeakerLabel, names: Names) -> dict[str, Any]:
    if label not in names:
        return {}
    return {**_named(label, names), "name_score": round(names[label].similarity, 3)}
