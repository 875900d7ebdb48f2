"""A Whisper model in memory, and what one worker does with it."""

import logging
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np

from adapters.outbound.engines.cuda_libraries import load_cuda_libraries
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.faster_whisper_segment import HeardPack
from adapters.outbound.engines.halving import is_out_of_memory
from adapters.outbound.engines.hearing_packs import sound_of, translating_errors
from adapters.outbound.engines.spoken_language import Guess, among, language_in
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_search import WhisperSearch
from application.errors import (
    DeviceMemoryError,
    EngineUnavailableError,
    ModelUnavailableError,
)
from application.waveform import SAMPLE_RATE, Waveform
from domain.decoding_tries import is_silence
from domain.languages import Language
from domain.speech import SpeechPack
from domain.transcript import Segment
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


@dataclass(frozen=True, slots=True)
class LoadedWhisper:
    """Safe to use from as many threads at once as its layout has workers."""

    model: WhisperModel

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
            if is_out_of_memory(error):
                raise DeviceMemoryError(
                    f"The memory of {layout.device} is too small for {name}."
                ) from error
            if problem := _device_fault(error, layout.device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("%s cannot be loaded", name)
            raise ModelUnavailableError(
                f"The model {name} cannot be loaded on {layout.device} as {layout.compute_type}."
            ) from error
        return cls(model)

    def search_for(self, options: TranscriptionOptions) -> WhisperSearch:
        return WhisperSearch.of(options, self.model)

    def language_of(
        self,
        waveform: Waveform,
        windows: Sequence[SpeechPack],
        search: WhisperSearch,
        sure_enough: float,
    ) -> tuple[Language, float]:
        """The language that is spoken there, and how likely it is: of the first window of which
        that is sure enough, or else of the one that tells it best."""
        if not self.model.model.is_multilingual:
            return Language("en"), 1.0
        glance = search.at_first_glance
        return language_in(
            windows,
            lambda speech: among(search.languages, self._guesses(waveform, speech)),
            lambda speech, language: self._heard(waveform, [speech], language, glance),
            sure_enough,
        )

    def _guesses(self, waveform: Waveform, speech: SpeechPack) -> list[Guess]:
        """Of the language, the likeliest first."""
        with translating_errors():
            ranked = self.model.language_probabilities(sound_of(waveform, speech))
        return [(Language(code), float(probability)) for code, probability in ranked]

    def hear(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> list[Segment]:
        """What was said in the packs, in order, on the recording's time line."""
        return heard_out(packs, lambda some: self._heard(waveform, some, language, search))

    def _heard(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> list[Segment]:
        from adapters.outbound.engines.searching_pipeline import (  # noqa: PLC0415 - loaded by now
            SearchingPipeline,
        )

        search.go_on()
        pieces = [sound_of(waveform, pack) for pack in packs]
        ends = list(accumulate(len(piece) / SAMPLE_RATE for piece in pieces))
        starts = [0.0, *ends[:-1]]
        # A pipeline of its own for each call: it keeps state that threads must not share.
        longest = max(pack.duration for pack in packs)
        pipeline = SearchingPipeline(self.model, search, longest)
        heard, _ = pipeline.transcribe(
            np.concatenate(pieces),
            language=language.code,
            task=search.task,
            clip_timestamps=[
                {"start": start, "end": end} for start, end in zip(starts, ends, strict=True)
            ],
            batch_size=len(packs),
            suppress_tokens=list(search.unwritten.tokens),
            word_timestamps=True,
        )
        with translating_errors():
            found = list(heard)
        return [
            HeardPack(packs[index], starts[index]).segment(
                raw, pipeline.found[index], self.model.hf_tokenizer
            )
            for raw in found
            for index in [bisect_right(starts, (raw.seek + 1) / _FRAMES_PER_SECOND) - 1]
            if raw.text.strip() and not is_silence(pipeline.found[index], search.decoding)
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
