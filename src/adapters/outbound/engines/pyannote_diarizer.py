"""Telling speakers apart with a pipeline of pyannote.audio."""

import logging
from collections.abc import Callable
from typing import Final, Protocol, final

from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.pyannote_progress import PyannoteProgress
from adapters.outbound.engines.pyannote_silence import silence_pyannote
from adapters.outbound.engines.pyannote_turns import SHORTEST, Voices, diarization
from application.errors import ApplicationError, EngineUnavailableError, TranscriptionFailedError
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Samples, Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization

_LOG: Final = logging.getLogger(__name__)

_NEEDED: Final = NeededPackages(
    ("torch", "pyannote", "pyannote.audio"),
    "Telling speakers apart needs the speakers extra, which is not installed. "
    "Install it with `make serve` without SLIM=1.",
)
_FAILED: Final = "Telling speakers apart failed on this recording."
_NOT_LOADED: Final = (
    "The model that tells speakers apart could not be loaded; the server's log says why."
)


class SpeakerModel(Protocol):
    """What is loaded: see `PyannotePipeline`, whose import takes seconds."""

    def hear(
        self, samples: Samples, speakers: SpeakerCount, hook: Callable[..., None]
    ) -> Voices: ...


@final
class PyannoteDiarizer(Diarizer):
    """Recordings may be given from several threads at once; they share one model."""

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        model_name: str,
        device: str,
        threads: int = 1,
    ) -> None:
        """One thread is the fastest where several recordings share the cores."""
        self._catalog = catalog
        self._models = models
        self._model_name = model_name
        self._device = device
        self._threads = threads

    def describe(self) -> EngineDescription:
        return EngineDescription(
            name="pyannote",
            model=self._model_name,
            device=self._device,
            problem=self._problem(),
        )

    def _problem(self) -> str | None:
        return (
            _NEEDED.problem
            or device_problem(self._device)
            or self._catalog.problem(self._model_name, ModelPurpose.DIARIZE)
        )

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        if waveform.duration < SHORTEST:
            return Diarization(())
        progress = PyannoteProgress(report)
        try:
            voices = self._voices(waveform, speakers, progress)
        except Exception as error:
            if isinstance(error, ApplicationError) or error is progress.stopped_by:
                raise
            _LOG.exception("pyannote failed on %.1f s of sound", waveform.duration)
            raise TranscriptionFailedError(_FAILED) from error
        finally:
            waveform.release()
        progress.finish()
        return diarization(voices, waveform.duration, speakers)

    def _voices(
        self, waveform: Waveform, speakers: SpeakerCount, progress: PyannoteProgress
    ) -> Voices:
        with self._models.lease(
            f"speakers {self._model_name}", self._load, device=self._device
        ) as model:
            silence_pyannote()
            return model.hear(waveform.whole(), speakers, progress)

    def _load(self) -> SpeakerModel:
        _NEEDED.require()
        folder = self._catalog.locate(self._model_name, ModelPurpose.DIARIZE)
        silence_pyannote()
        try:
            from adapters.outbound.engines.pyannote_pipeline import (  # noqa: PLC0415 - takes seconds
                PyannotePipeline,
            )

            return PyannotePipeline(folder, self._device, self._threads)
        except Exception as error:
            if problem := device_problem(self._device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("pyannote could not load %s on %s", self._model_name, self._device)
            # Damage is the likeliest reason, and the one that can be mended with one command.
            self._catalog.verify(self._model_name)
            raise EngineUnavailableError(_NOT_LOADED) from error
