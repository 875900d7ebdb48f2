"""Whisper on several GPUs: each recording goes to the one with the shortest queue."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, final

from adapters.outbound.engines.device_faults import is_of_the_device
from adapters.outbound.engines.device_pool import DevicePool
from adapters.outbound.engines.told_once import ToldOnce
from application.errors import ApplicationError, EngineUnavailableError
from application.ports.engines.description import EngineDescription
from application.ports.engines.language_listener import LanguageListener, listener_of
from application.ports.engines.loadable import LoadableEngine, load_into
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction, ReportHeard, ignore_heard
from application.waveform import Waveform
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)


@final
class SpreadTranscriber(Transcriber, LanguageListener, LoadableEngine):
    """One engine, and so one copy of each model, for each GPU. What fails for the sake of a GPU is
    done again on another one, and that GPU is left alone for a while."""

    def __init__(self, engines: Mapping[str, Transcriber], pool: DevicePool) -> None:
        """`engines` has one for each device of the pool, all of the same kind."""
        self._engines = engines
        self._pool = pool

    def describe(self) -> EngineDescription:
        """It can run where one of them can."""
        all_of_them = [engine.describe() for engine in self._engines.values()]
        able = [each for each in all_of_them if each.can_run]
        warnings = [text for each in all_of_them for text in each.warnings]
        resting = [f"{name} failed and is left alone for a while" for name in self._pool.resting]
        broken = [each.problem for each in all_of_them if each.problem and able]
        return replace(
            (able or all_of_them)[0],
            device=", ".join(self._engines),
            warnings=tuple(dict.fromkeys([*warnings, *broken, *resting])),
        )

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
        heard: ReportHeard = ignore_heard,
    ) -> Transcription:
        told = ToldOnce(heard)
        failed: list[str] = []
        while True:
            with self._pool.lease(report, without=failed) as device:
                try:
                    engine = self._engines[device]
                    return engine.transcribe(waveform, speech, options, report, told.anew())
                except ApplicationError as error:
                    if not is_of_the_device(error):
                        raise
                    self._pool.leave_alone(device)
                    failed.append(device)
                    if len(failed) == len(self._engines):
                        raise
                    _LOG.warning("%s: %s It is tried on another GPU.", device, error)

    def language_in(
        self, waveform: Waveform, speech: Sequence[TimeSpan], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        """On the GPU with the least to do, without a place in its queue: whoever has one keeps it
        for a whole recording."""
        engine = self._engines[self._pool.shortest_queue()]
        listener = listener_of(engine)
        if listener is None:
            raise EngineUnavailableError(f"{engine.describe().name} tells no language alone.")
        return listener.language_in(waveform, speech, options)

    def load(self, model: str | None = None) -> None:
        for engine in self._engines.values():
            load_into(engine, model)
