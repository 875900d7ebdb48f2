"""Learning the voices that come with a request for a transcription."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from application.errors import ApplicationError
from application.ports.remote_recordings import RemoteRecordings
from application.use_cases.speakers.hear_voice import HearVoice
from domain.enrolled_speaker import SpeakerName
from domain.known_voices import KnownVoices
from domain.speaker_sample import SpeakerSample
from domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True, kw_only=True)
class HearSamples:
    """For one request: neither the samples nor what they sound like is kept after it."""

    hear: HearVoice
    recordings: RemoteRecordings

    async def given(
        self, samples: Iterable[tuple[SpeakerName, AsyncIterator[bytes]]]
    ) -> KnownVoices:
        """Of samples that came with the request itself. Raises what HearVoice raises."""
        return KnownVoices.of(
            [(name, await self.hear.in_upload(content)) for name, content in samples]
        )

    async def fetched(self, samples: Iterable[SpeakerSample]) -> KnownVoices:
        """Of samples that are named by their URLs. One that cannot be had or used is left out,
        with a warning: the transcript is worth having without it."""
        named: list[tuple[SpeakerName, VoicePrint]] = []
        warnings: list[str] = []
        for sample in samples:
            try:
                named.append((sample.name, await self._fetched(sample)))
            except ApplicationError as error:
                warnings.append(f"A sample of {sample.name} was left out: {error}")
        return KnownVoices.of(named, warnings)

    async def _fetched(self, sample: SpeakerSample) -> VoicePrint:
        async with self.recordings.open(sample.url) as recording:
            return await self.hear.in_upload(recording.content)
