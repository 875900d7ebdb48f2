"""From a recording to its artefacts: transcript, segments, subtitles, hosted engines' answers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from application.errors import WouldOverwriteError
from application.formats.artefacts import MADE_OF_TRANSCRIPT, Artefact
from application.formats.presentation import AS_USUAL, Presentation
from application.ports.artefact_place import ArtefactPlace
from application.use_cases.pipeline.review_recording import ReviewRecording
from application.use_cases.pipeline.stage_recording import Source, StageRecording


@dataclass(frozen=True, slots=True)
class PipelineRun:
    written: Sequence[str]
    warnings: Sequence[str]
    is_complete: bool
    """Whether everything that was asked for could be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPipeline:
    stage: StageRecording
    review: ReviewRecording
    places: Sequence[ArtefactPlace]
    overwrite: bool
    answers_to_come: Sequence[Artefact]
    """What hosted engines will be asked for, and pay for: never lost to another run."""
    presentation: Presentation = AS_USUAL

    async def __call__(self, source: Source) -> PipelineRun:
        """Raises WouldOverwriteError where artefacts are there already, ApplicationError,
        DomainError, OSError."""
        stem = PurePath(source.name).stem
        if not self.overwrite:
            await self._refuse_to_overwrite(stem)
        written: list[str] = []

        async def keep(artefact: Artefact, text: str) -> None:
            written.extend([place async for place in self._kept(stem, artefact, text)])

        async with self.stage(source) as recording:
            review = await self.review(recording, keep)
        for artefact, text_of in MADE_OF_TRANSCRIPT.items():
            await keep(artefact, text_of(review.reviewed, self.presentation))
        return PipelineRun(
            written, review.reviewed.transcript.warnings, is_complete=not review.failures
        )

    async def _kept(self, stem: str, artefact: Artefact, text: str) -> AsyncIterator[str]:
        name = stem + artefact
        for place in self.places:
            if self.overwrite or artefact in self._new or not await place.has(name):
                yield await place.write(name, text, media_type=artefact.media_type)

    @property
    def _new(self) -> Sequence[Artefact]:
        """All but answers that were saved before, which may lie where they came from."""
        return (*MADE_OF_TRANSCRIPT, *self.answers_to_come)

    async def _refuse_to_overwrite(self, stem: str) -> None:
        names = [stem + artefact for artefact in self._new]
        for place in self.places:
            if there := [name for name in names if await place.has(name)]:
                raise WouldOverwriteError(f"{' and '.join(there)} would be overwritten.")
