"""Knowing voices by CAM++, the encoder of the embedded speaker model."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol, final

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from application.errors import (
    EngineUnavailableError,
    TooLittleSpeechError,
    TranscriptionFailedError,
)
from application.ports.engines.description import EngineDescription
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.waveform import Samples, Waveform
from domain.heard_alone import most_telling
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint

_LOG: Final = logging.getLogger(__name__)

PRINTS_OF: Final = "campplus-zh-en-common/1"
"""The number is that of what is done before the network hears anything: features and cutting."""
LEAST_SPEECH: Final = 1.0
"""Seconds. Of pairs of one second each 7 % are judged wrongly, of shorter ones more."""
ENOUGH_SPEECH: Final = 30.0
"""Seconds. More changes a print hardly at all, and costs as much again."""
_MODEL: Final = "embedded"
_WEIGHTS: Final = Path("embedding", "wespeaker-campplus.onnx")
_NEEDED: Final = NeededPackages(
    ("torch", "torchaudio", "onnxruntime"),
    "Knowing speakers by their voices needs the speakers extra, which is not installed. "
    "Install it with `make serve` without SLIM=1.",
)


class VoiceModel(Protocol):
    """What is loaded: see `CampplusModel`, whose import takes seconds."""

    def vector(self, samples: Samples) -> npt.NDArray[np.float32]: ...


@final
class CampplusEncoder(VoiceEncoder):
    """Recordings may be given from several threads at once; they share one model. It runs on the
    processor: three seconds take it 32 ms."""

    def __init__(self, *, catalog: ModelCatalog, models: ModelCache) -> None:
        self._catalog = catalog
        self._models = models

    def describe(self) -> EngineDescription:
        problem = self._catalog.problem(_MODEL, ModelPurpose.DIARIZE)
        return EngineDescription(
            name="campplus",
            model=PRINTS_OF,
            device="cpu",
            problem=_NEEDED.problem or problem,
        )

    @property
    def prints_of(self) -> str:
        return PRINTS_OF

    def encode(self, waveform: Waveform, spans: Sequence[TimeSpan]) -> VoicePrint:
        chosen = most_telling(spans, ENOUGH_SPEECH)
        seconds = sum(span.duration for span in chosen)
        if seconds < LEAST_SPEECH:
            raise TooLittleSpeechError(
                f"There are {seconds:.1f} seconds of speech; a voice is known by "
                f"{LEAST_SPEECH:.0f} second at least."
            )
        samples = np.concatenate([waveform.cut(span) for span in chosen])
        waveform.release()
        with self._models.lease(f"voices {PRINTS_OF}", self._load) as model:
            return _print(model, samples)

    def _load(self) -> VoiceModel:
        _NEEDED.require()
        folder = self._catalog.locate(_MODEL, ModelPurpose.DIARIZE)
        try:
            from adapters.outbound.engines.campplus_model import (  # noqa: PLC0415 - takes seconds
                CampplusModel,
            )

            return CampplusModel(folder / _WEIGHTS)
        except Exception as error:
            _LOG.exception("the voice encoder could not be loaded")
            self._catalog.verify(_MODEL)
            raise EngineUnavailableError(
                "The model that knows voices could not be loaded; the server's log says why."
            ) from error


def _print(model: VoiceModel, samples: Samples) -> VoicePrint:
    if not np.any(samples):
        raise TooLittleSpeechError("There is nothing but silence.")
    try:
        vector = model.vector(samples)
    except Exception as error:
        _LOG.exception("a voice could not be learned from %d samples", len(samples))
        raise TranscriptionFailedError("Learning a voice failed on this recording.") from error
    return VoicePrint.of([float(number) for number in vector], PRINTS_OF)
