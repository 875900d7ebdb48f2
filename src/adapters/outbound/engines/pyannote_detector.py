"""Speech found by the network of pyannote that speakers are told apart with."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Final, Protocol, final

from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.halving import in_halves
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.speech_windows import (
    FRAME_SECONDS,
    Probabilities,
    speech_probabilities,
)
from application.errors import CorruptWeightsError, EngineUnavailableError
from application.ports.engines.description import EngineDescription
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Samples, Waveform
from domain.speech import SpeechThresholds, speech_spans
from domain.time_span import TimeSpan

_LOG: Final = logging.getLogger(__name__)

_NEEDED: Final = NeededPackages(
    ("torch",),
    "SPEECH_DETECTOR=pyannote needs the speakers extra, which is not installed. Install it with "
    "`make serve` without SLIM=1, or set SPEECH_DETECTOR=silero.",
)
_NOT_LOADED: Final = "The network that finds speech could not be loaded; the server's log says why."
_PIPELINE: Final = "embedded"
"""The catalogue's pipeline that has the network in a folder of its own."""
_FOLDER: Final = "segmentation"
_KEY: Final = "speech segmentation-3.0"
_BATCH: Final = 8
"""Windows of 10 s, on a processor: 60 MB; more are no faster there."""
_BATCH_ON_GPU: Final = 32


class SegmentationModel(Protocol):
    """What is loaded: see `PyannoteSegmentation`, whose import takes seconds."""

    def speech_in(self, windows: Sequence[Samples]) -> list[Probabilities]: ...


@final
class PyannoteSpeechDetector(SpeechDetector, LoadableEngine):
    """Segmentation 3.0, 10 s at a time: memory does not grow with the recording. It is the newer
    of the two networks at hand (WhisperX ships 2.x), and in the catalogue already."""

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        device: str,
        batch_size: int | None = None,
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._device = device
        self._batch_size = batch_size or (_BATCH_ON_GPU if device.startswith("cuda") else _BATCH)

    def describe(self) -> EngineDescription:
        return EngineDescription(
            name="pyannote",
            model="pyannote/segmentation-3.0",
            device=self._device,
            problem=self._problem(),
        )

    def _problem(self) -> str | None:
        return (
            _NEEDED.problem
            or device_problem(self._device)
            or self._catalog.problem(_PIPELINE, ModelPurpose.DIARIZE)
        )

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        probabilities: list[float] = []
        with self._lease() as model:
            listen = partial(in_halves, work=model.speech_in)
            for fraction, block in speech_probabilities(waveform, listen, self._batch_size):
                probabilities.extend(block)
                waveform.release()
                report(fraction)
        return speech_spans(
            probabilities,
            step=FRAME_SECONDS,
            duration=waveform.duration,
            thresholds=thresholds,
        )

    def load(self, model: str | None = None) -> None:  # noqa: ARG002 - there is one
        with self._lease():
            pass

    def _lease(self) -> AbstractContextManager[SegmentationModel]:
        return self._models.lease(_KEY, self._load, device=self._device)

    def _load(self) -> SegmentationModel:
        _NEEDED.require()
        folder = self._catalog.locate(_PIPELINE, ModelPurpose.DIARIZE) / _FOLDER
        try:
            from adapters.outbound.engines.pyannote_segmentation import (  # noqa: PLC0415 - slow
                PyannoteSegmentation,
            )

            return PyannoteSegmentation(folder, self._device)
        except Exception as error:
            if problem := device_problem(self._device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("the network that finds speech cannot be loaded on %s", self._device)
            self._catalog.verify(_PIPELINE)
            if isinstance(error, CorruptWeightsError):
                raise
            raise EngineUnavailableError(_NOT_LOADED) from error
