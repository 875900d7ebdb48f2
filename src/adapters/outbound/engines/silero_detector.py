"""Speech found by Silero VAD, a block at a time so that memory does not grow with the recording."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from application.errors import EngineUnavailableError
from application.ports.engines.description import EngineDescription
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.progress import ReportFraction
from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.speech import SpeechThresholds, speech_spans
from domain.time_span import TimeSpan

_FRAME: Final = 512
"""Samples for which the network gives one probability: 32 ms."""
_CONTEXT: Final = 64
"""Samples before each frame that the network hears again (silero-vad, utils_vad.py)."""
_FRAMES_IN_BLOCK: Final = 2048
"""About 65 s: long enough to be quick, short enough to be 5 MB."""
_WEIGHTS: Final = "assets/silero_vad_v6.onnx"
"""Inside the faster-whisper package, which ships Silero's network (MIT)."""

Session: TypeAlias = Any  # onnxruntime has no types


@final
class SileroSpeechDetector(SpeechDetector):
    """Silero VAD v6 in onnxruntime, one thread for each recording."""

    def __init__(self) -> None:
        self._loading = Lock()

    def describe(self) -> EngineDescription:
        missing = "the onnxruntime package is not installed"
        return EngineDescription(
            name="silero",
            model="silero-vad v6",
            device="cpu",
            problem=None if find_spec("onnxruntime") else missing,
        )

    def detect(
        self, waveform: Waveform, thresholds: SpeechThresholds, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        with self._loading:
            session = self._session
        probabilities: list[float] = []
        for fraction, block in _probabilities(session, waveform):
            probabilities.extend(block)
            report(fraction)
        return speech_spans(
            probabilities,
            step=_FRAME / SAMPLE_RATE,
            duration=waveform.duration,
            thresholds=thresholds,
        )

    @cached_property
    def _session(self) -> Session:
        try:
            import onnxruntime  # noqa: PLC0415 - loaded when first used
        except ImportError as error:
            raise EngineUnavailableError("Finding speech needs onnxruntime.") from error
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        return onnxruntime.InferenceSession(
            _weights(), providers=["CPUExecutionProvider"], sess_options=options
        )


def _weights() -> Path:
    package = find_spec("faster_whisper")  # finds without importing
    if package is None or package.origin is None:
        raise EngineUnavailableError("Finding speech needs the faster-whisper package.")
    return Path(package.origin).parent / _WEIGHTS


def _probabilities(
    session: Session, waveform: Waveform
) -> Iterator[tuple[float, npt.NDArray[np.float32]]]:
    """The fraction done and the probabilities of each block; state runs on across blocks."""
    state = {name: np.zeros((1, 1, 128), np.float32) for name in ("h", "c")}
    before = np.zeros(_CONTEXT, np.float32)
    size = _FRAME * _FRAMES_IN_BLOCK
    for start in range(0, waveform.sample_count, size):
        samples = waveform.read(start, start + size)
        framed, before = _framed(samples, before)
        output, h, c = session.run(None, {"input": framed, **state})
        state = {"h": h, "c": c}
        yield min(1.0, (start + size) / waveform.sample_count), output.reshape(-1)


def _framed(samples: Samples, before: Samples) -> tuple[npt.NDArray[np.float32], Samples]:
    """Frames of `_CONTEXT + _FRAME` samples, the last padded with silence, and the end of them."""
    padded = np.pad(samples, (0, -len(samples) % _FRAME))
    frames = padded.reshape(-1, _FRAME)
    contexts = np.vstack([before, frames[:-1, -_CONTEXT:]])
    return np.hstack([contexts, frames]), frames[-1, -_CONTEXT:]
