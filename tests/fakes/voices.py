"""Voices that nobody has, and an encoder that hears them where it is told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import cos, radians, sin
from typing import Final, final
from uuid import uuid4

from application.ports.engines.description import EngineDescription
from application.ports.engines.voice_encoder import VoiceEncoder
from application.waveform import Waveform
from domain.audio_clip import OwnerId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId, speaker_name
from domain.speaker import SpeakerLabel
from domain.time_span import TimeSpan
from domain.voice_print import SpeakerVoice, VoicePrint
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

MODEL: Final = "scripted/1"


def a_voice(degrees: float, model: str = MODEL) -> VoicePrint:
    """The similarity of two is the cosine of what lies between them: 0.6 for 53 degrees."""
    return VoicePrint((cos(radians(degrees)), sin(radians(degrees))), model)


def voice_of(label: str, degrees: float) -> SpeakerVoice:
    return SpeakerVoice(SpeakerLabel(label), a_voice(degrees))


def a_speaker(
    name: str = "Ada",
    *prints: VoicePrint,
    owner: OwnerId = ADA,
    created_at: datetime = NEW_YEAR,
) -> EnrolledSpeaker:
    return EnrolledSpeaker(
        id=SpeakerId(uuid4()),
        owner=owner,
        name=speaker_name(name),
        prints=prints or (a_voice(0),),
        created_at=created_at,
    )


@final
@dataclass
class ScriptedVoiceEncoder(VoiceEncoder):
    """Hears a voice by where it speaks; `hears` and `before_answering` may raise or wait."""

    before_answering: Callable[[], None] = field(default=lambda: None)
    hears: Callable[[Sequence[TimeSpan]], VoicePrint] = field(default=lambda _spans: a_voice(0))
    model: str = MODEL
    asked: list[Sequence[TimeSpan]] = field(default_factory=list)

    def describe(self) -> EngineDescription:
        return EngineDescription(name="scripted", model=self.model, device="cpu")

    @property
    def prints_of(self) -> str:
        return self.model

    def encode(self, waveform: Waveform, spans: Sequence[TimeSpan]) -> VoicePrint:
        self.asked.append(spans)
        self.before_answering()
        return self.hears(spans)
