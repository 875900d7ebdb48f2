"""A recording transcribed, its speakers told by a hosted engine, its words judged by another."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from application.errors import HostedServiceError
from application.formats.artefacts import Artefact
from application.formats.reviewed_transcript import ReviewedTranscript, by_segment
from application.ports.hosted import (
    HostedDiarization,
    HostedDiarizer,
    HostedHearing,
    Recording,
    RecordingTranscriber,
    SecondListener,
)
from domain.confidence_levels import ConfidenceLevels
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.speaker_replacement import with_speakers_of
from domain.transcript import Transcript
from domain.word_confidence import confidences_of

_TOLD: Final = 5
"""Stretches that a warning names."""

Keep: TypeAlias = Callable[[Artefact, str], Awaitable[None]]
"""Keeps what a hosted engine answered, as soon as it has."""


@dataclass(frozen=True, slots=True)
class Review:
    reviewed: ReviewedTranscript
    failures: tuple[str, ...]
    """What was asked for and could not be had; the transcript's warnings say so, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecording:
    """The hosted engines are asked once there is a transcript, and then at the same time.

    One that fails costs what it would have added, never the transcript.
    """

    transcriber: RecordingTranscriber
    diarizer: HostedDiarizer | None
    listener: SecondListener | None
    speakers: SpeakerCount
    levels: ConfidenceLevels

    async def __call__(self, recording: Recording, keep: Keep) -> Review:
        """Raises what the transcriber raises."""
        transcript = await self.transcriber.transcribe(recording)
        diarized, heard = await asyncio.gather(
            self._diarized(recording, keep),
            self._heard(recording, transcript.language, keep),
        )
        if isinstance(diarized, HostedDiarization):
            transcript = with_speakers_of(diarized.diarization, transcript)
        reviewed = ReviewedTranscript(transcript, self.levels)
        if isinstance(heard, HostedHearing):
            judged = tuple(confidences_of(transcript.words, heard.words))
            reviewed = replace(reviewed, confidences=judged)
        failures = tuple(it for it in (diarized, heard) if isinstance(it, str))
        return Review(_with_warnings(reviewed, failures), failures)

    async def _diarized(self, recording: Recording, keep: Keep) -> HostedDiarization | str | None:
        if self.diarizer is None:
            return None
        try:
            diarized = await self.diarizer.diarize(recording, self.speakers)
        except HostedServiceError as error:
            return f"The speakers were not told by the hosted engine: {error}"
        await keep(Artefact.PYANNOTE_JOB, diarized.answer)
        return diarized

    async def _heard(
        self, recording: Recording, language: Language, keep: Keep
    ) -> HostedHearing | str | None:
        if self.listener is None:
            return None
        try:
            heard = await self.listener.hear(recording, language)
        except HostedServiceError as error:
            return f"The words have no confidences: {error}"
        await keep(Artefact.DEEPGRAM_ANSWER, heard.answer)
        return heard


def _with_warnings(reviewed: ReviewedTranscript, failures: tuple[str, ...]) -> ReviewedTranscript:
    added = (*failures, *_low_confidence(reviewed))
    transcript = reviewed.transcript
    warned: Transcript = replace(transcript, warnings=(*transcript.warnings, *added))
    return replace(reviewed, transcript=warned)


def _low_confidence(reviewed: ReviewedTranscript) -> list[str]:
    stretches = [
        span
        for segment, confidences in by_segment(reviewed)
        if confidences is not None
        for span in reviewed.levels.low_stretches(segment.words, confidences)
    ]
    if not stretches:
        return []
    seconds = sum(span.duration for span in stretches)
    where = ", ".join(f"{span.start:.1f}-{span.end:.1f}" for span in stretches[:_TOLD])
    more = f" and {len(stretches) - _TOLD} more" if len(stretches) > _TOLD else ""
    return [f"{seconds:.1f} s of speech may be misheard, at {where}{more} (low_confidence)."]
