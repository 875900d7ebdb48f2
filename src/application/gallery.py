"""The voices that speakers are compared with, and when two voices are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from application.ports.unit_of_work import UnitOfWork
from domain.audio_clip import OwnerId
from domain.known_voices import KnownVoices
from domain.speaker import SpeakerLabel
from domain.speaker_identification import SAME_VOICE, Identified, identified
from domain.transcription_options import TranscriptionOptions
from domain.voice_print import SpeakerVoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    model: str
    """The encoder whose prints can be compared today."""
    threshold: float = SAME_VOICE

    async def enrolled(self, uow: UnitOfWork, owner: OwnerId) -> KnownVoices:
        return KnownVoices.enrolled(await uow.speakers.all(owner), self.model)

    async def settled(
        self, uow: UnitOfWork, owner: OwnerId, options: TranscriptionOptions
    ) -> TranscriptionOptions:
        """Options that say among whom to look, as of now: whoever is enrolled, renamed or forgotten
        later makes other options of them, which have another transcript."""
        if options.naming.enrolled is None:
            return options
        version = self.version_of(await self.enrolled(uow, owner))
        return replace(options, naming=options.naming.among_enrolled(version))

    def version_of(self, known: KnownVoices) -> str:
        return known.version(self.threshold)

    def names_of(
        self, voices: Sequence[SpeakerVoice], known: KnownVoices
    ) -> Mapping[SpeakerLabel, Identified]:
        comparable = [voice for voice in voices if voice.print.model == self.model]
        return identified(comparable, known.voices, self.threshold)
