"""Telling speakers apart with the embedded weights: windows are heard one after the other, and
whose voices they are is settled at the end."""

import logging
from contextlib import AbstractContextManager
from typing import Final, final

from adapters.outbound.engines.campplus_encoder import PRINTS_OF
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.diarization.hearing import Networks, hear, look_again
from adapters.outbound.engines.diarization.progress import Progress
from adapters.outbound.engines.diarization.rules import RULES, ClusteringRules
from adapters.outbound.engines.diarization.second_look import stretches
from adapters.outbound.engines.diarization.telling_apart import ToldApart, tell_apart
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.pyannote_turns import SHORTEST, Voices, diarization
from application.errors import (
    ApplicationError,
    CorruptWeightsError,
    EngineUnavailableError,
    TranscriptionFailedError,
)
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.loadable import LoadableEngine
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization
from domain.voice_print import VoicePrint

_LOG: Final = logging.getLogger(__name__)

_MODEL: Final = "embedded"
_NEEDED: Final = NeededPackages(
    ("torch", "torchaudio", "onnxruntime"),
    "Telling speakers apart needs the speakers extra, which is not installed. "
    "Install it with `make serve` without SLIM=1.",
)
_FAILED: Final = "Telling speakers apart failed on this recording."
_NOT_LOADED: Final = (
    "The model that tells speakers apart could not be loaded; the server's log says why."
)
_HEARD: Final = 0.88
_LOOKED: Final = 0.98
"""The shares of the work that are done after each pass over the sound, as measured on one core."""


@final
class EmbeddedDiarizer(Diarizer, LoadableEngine):
    """Recordings may be given from several threads at once; they share one model. Memory does not
    grow with the sound of a recording, only with what is known of it: 7 MB for an hour."""

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        device: str,
        threads: int = 1,
        rules: ClusteringRules = RULES,
    ) -> None:
        """One thread is the fastest where several recordings share the cores."""
        self._catalog = catalog
        self._models = models
        self._device = device
        self._threads = threads
        self._rules = rules

    def describe(self) -> EngineDescription:
        return EngineDescription(
            name="embedded", model=_MODEL, device=self._device, problem=self._problem()
        )

    def _problem(self) -> str | None:
        return (
            _NEEDED.problem
            or device_problem(self._device)
            or self._catalog.problem(_MODEL, ModelPurpose.DIARIZE)
        )

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        if waveform.duration < SHORTEST:
            return Diarization(())
        progress = Progress(report)
        try:
            with self._lease() as networks:
                told_apart = self._told_apart(networks, waveform, speakers, progress)
        except Exception as error:
            if isinstance(error, ApplicationError) or error is progress.stopped_by:
                raise
            _LOG.exception("telling speakers apart failed on %.1f s", waveform.duration)
            raise TranscriptionFailedError(_FAILED) from error
        finally:
            waveform.release()
        progress.finish()
        return diarization(_voices(told_apart), waveform.duration, speakers)

    def load(self, model: str | None = None) -> None:  # noqa: ARG002 - there is one
        with self._lease():
            pass

    def _lease(self) -> AbstractContextManager[Networks]:
        return self._models.lease(f"speakers {_MODEL}", self._load, device=self._device)

    def _told_apart(
        self, networks: Networks, waveform: Waveform, speakers: SpeakerCount, progress: Progress
    ) -> ToldApart | None:
        """None where nobody says a word."""
        heard = hear(networks, waveform, progress.part(0, _HEARD))
        if not len(heard.vectors):
            return None
        alone = stretches(heard.codes)
        again = look_again(networks, waveform, alone, progress.part(_HEARD, _LOOKED))
        return tell_apart(heard, again, self._rules, speakers)

    def _load(self) -> Networks:
        _NEEDED.require()
        folder = self._catalog.locate(_MODEL, ModelPurpose.DIARIZE)
        try:
            from adapters.outbound.engines.diarization.networks import (  # noqa: PLC0415 - slow
                VoiceNetworks,
            )

            return VoiceNetworks(folder, self._device, self._threads)
        except Exception as error:
            if problem := device_problem(self._device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("the embedded speaker model could not be loaded on %s", self._device)
            # Damage is the likeliest reason, and the one that can be mended with one command.
            self._catalog.verify(_MODEL)
            if isinstance(error, CorruptWeightsError):
                raise
            raise EngineUnavailableError(_NOT_LOADED) from error


def _voices(told_apart: ToldApart | None) -> Voices:
    if told_apart is None:
        return Voices(floor=(), overlapping=())
    return Voices(
        floor=told_apart.floor,
        overlapping=told_apart.overlapping,
        prints={
            str(number): VoicePrint.of([float(each) for each in vector], PRINTS_OF)
            for number, vector in enumerate(told_apart.vectors)
        },
    )
