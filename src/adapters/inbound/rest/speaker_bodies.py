"""Speakers who are known by their voices as /api shows them; never what the voices sound like."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from application.use_cases.speakers.verify_speakers import Verification
from domain.enrolled_speaker import EnrolledSpeaker

_ADA: Final[JsonDict] = {
    "speaker_id": "0c8f2d0e-8a5e-4f0a-9d5b-3a4c1f6e7b21",
    "name": "Ada Lovelace",
    "samples": 3,
    "created_at": "2026-01-31T12:00:00Z",
}


class SpeakerBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [_ADA]})

    speaker_id: UUID
    name: str
    samples: int = Field(description="How many samples of the voice it is known by.")
    created_at: datetime

    @classmethod
    def of(cls, speaker: EnrolledSpeaker) -> "SpeakerBody":
        return cls(
            speaker_id=speaker.id,
            name=speaker.name,
            samples=len(speaker.prints),
            created_at=speaker.created_at,
        )


class SpeakerListBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_ADA]}]})

    items: list[SpeakerBody]


class VerificationBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"score": 0.783, "threshold": 0.6, "same": True}]}
    )

    score: float = Field(description="How similar the two voices are, -1 to 1.")
    threshold: float = Field(description="From which score on two voices are taken for one.")
    same: bool

    @classmethod
    def of(cls, verification: Verification) -> "VerificationBody":
        return cls(
            score=round(verification.score, 3),
            threshold=verification.threshold,
            same=verification.is_same,
        )


def form_of(*fields: str, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """How the OpenAPI document describes a form that is read as a stream."""
    known: dict[str, Any] = {
        "name": {"type": "string", "description": "What to call them.", "example": "Ada Lovelace"},
        "samples": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "description": "Recordings of this one person, of any common format: three seconds of "
            "speech or more each, several on different days if possible.",
        },
        "clip_ids": {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "description": "Clips that are kept, to be taken for samples as well.",
            "example": ["7b0f6f0c-5d0e-4d39-8a43-2f3c1a9e6b10"],
        },
    }
    schema = {
        "type": "object",
        "properties": {name: known[name] for name in fields},
        **({"required": [*required]} if required else {}),
    }
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }
