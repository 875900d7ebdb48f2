"""Word times from a model of sounds, by way of WhisperX."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Final, final

from adapters.outbound.engines.alignment.foreign_model import without_foreign_model
from adapters.outbound.engines.alignment.listening import heard_by
from adapters.outbound.engines.alignment.phoneme_model import NETWORK, PhonemeModel
from adapters.outbound.engines.alignment.sound_model import SoundModel
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.whisperx_silence import silence_whisperx
from application.errors import (
    ApplicationError,
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
    UnknownModelError,
)
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription

_LOG: Final = logging.getLogger(__name__)
NEEDED: Final = NeededPackages(
    ("torch", "whisperx"),
    "Word times through WhisperX need the engines extra, which is not installed. "
    "Install it with `make serve` without SLIM=1.",
)
_NOT_LOADED: Final = "Its align model could not be loaded; the server's log says why."
_CANNOT_BE_HAD: Final = (
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
    UnknownModelError,
)


@final
class WhisperxAligner(Aligner):
    """Where it has no model for a language, or fails, the second aligner does the work, and a
    warning says why."""

    def __init__(
        self, *, catalog: ModelCatalog, models: ModelCache, device: str, second: Aligner
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._device = device
        self._second = second

    def describe(self) -> EngineDescription:
        problem = NEEDED.problem or device_problem(self._device)
        return EngineDescription(name="whisperx", device=self._device, problem=problem)

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        transcription, options = without_foreign_model(transcription, options)
        language = transcription.language.code
        name = options.model or language
        try:
            with self._models.lease(
                f"align {language} {name}", lambda: self._load(name, language)
            ) as model:
                silence_whisperx()
                return heard_by(model, waveform, transcription, options, report)
        except _CANNOT_BE_HAD as error:
            warning = _warning(language, error)
        _LOG.warning(warning)
        # The warning tells what became of the model.
        others = replace(options, model=None)
        aligned = self._second.align(waveform, transcription, others, report)
        return replace(aligned, warnings=(*aligned.warnings, warning))

    def _load(self, name: str, language: str) -> SoundModel:
        NEEDED.require()
        folder = self._catalog.locate(name, ModelPurpose.ALIGN)
        silence_whisperx()
        try:
            return _loaded(folder, language, self._device)
        except Exception as error:
            _LOG.exception("the align model %s could not be loaded on %s", name, self._device)
            raise ModelUnavailableError(_NOT_LOADED) from error


def _loaded(folder: Path, language: str, device: str) -> SoundModel:
    from adapters.outbound.engines.alignment.whisperx_model import (  # noqa: PLC0415 - takes seconds
        WhisperxModel,
        phonemes_in_whisperx,
    )

    if (folder / NETWORK).is_file():
        return phonemes_in_whisperx(PhonemeModel.load(folder))
    return WhisperxModel.load(folder, language, device)


def _warning(language: str, error: ApplicationError) -> str:
    return (
        f"The times of words are those of the transcriber, and not of an align model for {language}"
        f": {error}"
    )
