"""Giving the speakers of a recording the names of those whom they sound like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from application.gallery import Gallery
from application.ports.stage_results import VoicesHeard
from application.ports.unit_of_work import UnitOfWorkFactory
from application.stage_work import Results
from domain.known_voices import KnownVoices
from domain.speaker import SpeakerLabel
from domain.speaker_identification import Identified
from domain.transcript import Diarization
from domain.transcription_job import Stage, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from domain.voice_print import SpeakerVoice

_NOBODY: Final = "No speaker could be named: nobody is enrolled (POST /api/speakers)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    options: TranscriptionOptions
    """With the versions of the voices that were compared."""
    names: Mapping[SpeakerLabel, Identified] = field(default_factory=dict)
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpeakers:
    """With those who are enrolled at the end of the job, and those who came with the request."""

    unit_of_work: UnitOfWorkFactory
    gallery: Gallery

    async def __call__(self, job: TranscriptionJob, results: Results) -> Named:
        naming = job.options.naming
        if not naming.is_wanted:
            return Named(options=job.options)
        known, warnings = _among_samples(results), []
        if naming.enrolled is not None:
            async with self.unit_of_work() as uow:
                enrolled = await self.gallery.enrolled(uow, job.owner)
            naming = naming.among_enrolled(self.gallery.version_of(enrolled))
            known = known.and_also(enrolled)
            warnings = [*enrolled.warnings]
            if not known.voices and not enrolled.warnings and _are_told_apart(results):
                warnings.append(_NOBODY)
        return Named(
            options=replace(job.options, naming=naming),
            names=self.gallery.names_of(_voices(results), known),
            warnings=warnings,
        )


def _among_samples(results: Results) -> KnownVoices:
    found = results.get(Stage.FETCH)
    return found if isinstance(found, KnownVoices) else KnownVoices()


def _are_told_apart(results: Results) -> bool:
    """Else there is nobody to name, and a warning has said why."""
    found = results.get(Stage.DIARIZE)
    return isinstance(found, Diarization) and bool(found.turns)


def _voices(results: Results) -> Sequence[SpeakerVoice]:
    found = results.get(Stage.IDENTIFY_SPEAKERS)
    return found.voices if isinstance(found, VoicesHeard) else ()
