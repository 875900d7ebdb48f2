"""A Whisper model in memory, and what one worker does with it."""

import logging
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np

from adapters.outbound.engines.cuda_libraries import load_cuda_libraries
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.spoken_language import CANDIDATES, SURE, Reading, best_reading
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.errors import (
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
)
from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.languages import Language
from domain.speech import SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Word
from domain.transcription_options import TranscriptionOptions
from domain.unheard_speech import heard_out

WhisperModel: TypeAlias = Any  # faster-whisper has no types
_LOG: Final = logging.getLogger(__name__)

_DEVICE_FAULTS: Final = (
    "CUDA driver version",
    "no CUDA-capable device",
    "invalid device ordinal",
    "not compiled with CUDA",
)
"""How CTranslate2 says that it cannot use a GPU at all."""
_BEAMS: Final = 5
_SILENT: Final = 0.6
_UNSURE: Final = -1.0
"""Above and below these, OpenAI's own decoder takes a window for silence (transcribe.py)."""


@dataclass(frozen=True, slots=True)
class LoadedWhisper:
    """Safe to use from as many threads at once as its layout has workers."""

    model: WhisperModel
    batch_size: int

    @classmethod
    def load(cls, folder: Path, name: str, layout: WhisperLayout) -> Self:
        """Raises ModelUnavailableError, EngineUnavailableError."""
        try:
            from adapters.outbound.engines.remembering_whisper import (  # noqa: PLC0415 - slow
                RememberingWhisper,
            )
        except ImportError as error:
            raise EngineUnavailableError("Transcribing needs faster-whisper.") from error
        if layout.device_kind == "cuda":
            load_cuda_libraries()
        try:
            model = RememberingWhisper(
                str(folder),
                device=layout.device_kind,
                device_index=layout.device_index,
                compute_type=layout.compute_type,
                cpu_threads=layout.threads,
                num_workers=layout.workers,
            )
        except (RuntimeError, ValueError, OSError) as error:
            if problem := _device_fault(error, layout.device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("%s cannot be loaded", name)
            raise ModelUnavailableError(
                f"The model {name} cannot be loaded on {layout.device} as {layout.compute_type}."
            ) from error
        return cls(model, layout.batch_size)

    def language_of(
        self, waveform: Waveform, speech: SpeechPack, options: TranscriptionOptions
    ) -> tuple[Language, float]:
        """The language that is spoken there, and how likely it is."""
        if not self.model.model.is_multilingual:
            return Language("en"), 1.0
        with _translating_errors():
            ranked = self.model.language_probabilities(_samples(waveform, speech))
        guesses = [(Language(code), float(probability)) for code, probability in ranked]
        if guesses[0][1] >= SURE:
            return guesses[0]
        readings = (
            Reading(language, probability, self._heard(waveform, [speech], language, options))
            for language, probability in guesses[:CANDIDATES]
        )
        best = best_reading(readings)
        return guesses[0] if best is None else (best.language, best.probability)

    def hear(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        options: TranscriptionOptions,
    ) -> list[Segment]:
        """What was said in the packs, in order, on the recording's time line."""
        return heard_out(packs, lambda some: self._heard(waveform, some, language, options))

    def _heard(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        options: TranscriptionOptions,
    ) -> list[Segment]:
        from faster_whisper import BatchedInferencePipeline  # noqa: PLC0415 - loaded by now

        pieces = [_samples(waveform, pack) for pack in packs]
        ends = list(accumulate(len(piece) / SAMPLE_RATE for piece in pieces))
        starts = [0.0, *ends[:-1]]
        # A pipeline of its own for each call: it keeps state that threads must not share.
        heard, _ = BatchedInferencePipeline(self.model).transcribe(
            np.concatenate(pieces),
            language=language.code,
            task=options.task.value,
            clip_timestamps=[
                {"start": start, "end": end} for start, end in zip(starts, ends, strict=True)
            ],
            batch_size=self.batch_size,
            beam_size=_BEAMS,
            word_timestamps=True,
            initial_prompt=options.initial_prompt,
            hotwords=options.hotwords,
        )
        with _translating_errors():
            found = list(heard)
        return [
            _segment(raw, packs[index], starts[index])
            for raw in found
            if _is_speech(raw)
            for index in [bisect_right(starts, (raw.seek + 1) / _FRAMES_PER_SECOND) - 1]
        ]


_FRAMES_PER_SECOND: Final = 100
"""In which `seek` counts where a window begins, rounded down."""


def _device_fault(error: Exception, device: str) -> str | None:
    """What is wrong with the device, where that and not the model is why it was not loaded."""
    if problem := device_problem(device):
        return problem
    if any(sign in str(error) for sign in _DEVICE_FAULTS):
        return (
            f"DEVICE={device} cannot be used: {error}. Install a newer driver of NVIDIA, or "
            "set DEVICE to auto or cpu."
        )
    return None


@contextmanager
def _translating_errors() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # CTranslate2's only kind, out of memory included
        _LOG.exception("decoding failed")
        raise TranscriptionFailedError("Whisper failed on this recording.") from error


def _samples(waveform: Waveform, speech: SpeechPack) -> Samples:
    return np.concatenate([waveform.cut(span) for span in speech.spans])


def _is_speech(raw: Any) -> bool:  # noqa: ANN401 - faster-whisper has no types
    silent = raw.no_speech_prob > _SILENT and raw.avg_logprob < _UNSURE
    return bool(raw.text.strip()) and not silent


def _segment(raw: Any, pack: SpeechPack, offset: float) -> Segment:  # noqa: ANN401
    words = tuple(_words(raw, pack, offset))
    return Segment(
        span=TimeSpan(words[0].span.start, words[-1].span.end) if words else pack.span,
        text=raw.text.strip(),
        words=words,
        decoding=Decoding(
            average_log_probability=float(raw.avg_logprob),
            no_speech_probability=float(raw.no_speech_prob),
            compression_ratio=float(raw.compression_ratio),
            temperature=float(raw.temperature or 0.0),
        ),
    )


def _words(raw: Any, pack: SpeechPack, offset: float) -> Iterator[Word]:  # noqa: ANN401
    for word in raw.words or ():
        start = max(0.0, float(word.start) - offset)
        heard = TimeSpan(start, max(start + 0.001, float(word.end) - offset))
        yield Word(word.word, pack.original_span(heard), min(1.0, float(word.probability)))
