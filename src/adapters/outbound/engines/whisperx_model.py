"""A Whisper model that WhisperX's pipeline decodes with, and what one worker does with it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np
import torch
from faster_whisper.transcribe import get_compression_ratio
from whisperx import asr  # type: ignore[import-untyped]
from whisperx.audio import (  # type: ignore[import-untyped]
    N_SAMPLES,
    log_mel_spectrogram,
)

from adapters.outbound.engines.cuda_libraries import load_cuda_libraries
from adapters.outbound.engines.given_speech import GivenSpeech
from adapters.outbound.engines.halving import in_halves
from adapters.outbound.engines.hearing_packs import sound_of, translating_errors
from adapters.outbound.engines.spoken_language import Guess, among, language_in
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_search import WhisperSearch
from adapters.outbound.engines.word_tokens import spelling
from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.estimated_words import timed, words_in
from domain.languages import Language
from domain.speech import SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Word
from domain.transcription_options import TranscriptionOptions

Model: TypeAlias = Any  # whisperx has no types
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WhisperxModel:
    """Safe to use from as many threads at once as its layout has workers."""

    model: Model
    layout: WhisperLayout

    @classmethod
    def load(cls, folder: Path, layout: WhisperLayout) -> Self:
        """Raises what CTranslate2 raises."""
        # It prints which speech detector it uses, and standard output may be a transcript.
        vars(asr)["print"] = _LOG.debug
        if layout.device_kind == "cuda":
            load_cuda_libraries()
        model = asr.WhisperModel(
            str(folder),
            device=layout.device_kind,
            device_index=layout.device_index,
            compute_type=layout.compute_type,
            cpu_threads=layout.threads,
            num_workers=layout.workers,
        )
        return cls(model, layout)

    def search_for(self, options: TranscriptionOptions) -> WhisperSearch:
        return WhisperSearch.of(options, self.model)

    def language_of(
        self,
        waveform: Waveform,
        windows: Sequence[SpeechPack],
        search: WhisperSearch,
        sure_enough: float,
    ) -> Guess:
        """Of the first window of which that is sure enough, else of the one that tells it best."""
        if not self.model.model.is_multilingual:
            return Language("en"), 1.0
        return language_in(
            windows,
            lambda speech: among(search.languages, self._guesses(waveform, speech)),
            lambda speech, language: self.hear(waveform, [speech], language, search),
            sure_enough,
        )

    def hear(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> list[Segment]:
        """What was said in the packs, in order, on the recording's time line. Raises
        TranscriptionFailedError, DeviceMemoryError."""
        with translating_errors():
            return in_halves(
                packs, lambda some: list(self._together(waveform, some, language, search))
            )

    def _together(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> Iterator[Segment]:
        """Of all packs in one batch."""
        search.go_on()
        pieces = [sound_of(waveform, pack) for pack in packs]
        torch.set_num_threads(self.layout.threads)
        # A pipeline of its own for each call: it keeps state that threads must not share.
        heard = self._pipeline(pieces, language, search).transcribe(
            np.concatenate(pieces),
            batch_size=len(packs),
            language=language.code,
            task=search.task,
        )
        for pack, raw in zip(packs, heard["segments"], strict=True):
            if raw["text"].strip():
                words = tuple(self._words(raw["text"], pack, language))
                yield _segment(raw, pack, words)

    def _words(self, text: str, pack: SpeechPack, language: Language) -> Iterator[Word]:
        """With a share each of the speech that they stand in, and the tokens that the vocabulary
        spells them with: WhisperX keeps those that were written to itself."""
        whole = TimeSpan(0.0, pack.duration)
        for word in timed(words_in(text, language), whole):
            yield Word(
                word.text,
                pack.original_span(word.span),
                word.score,
                interpolated=True,
                tokens=spelling(word.text, self.model.hf_tokenizer),
            )

    def _pipeline(
        self, pieces: Sequence[Samples], language: Language, search: WhisperSearch
    ) -> Any:  # noqa: ANN401
        ends = list(accumulate(len(piece) / SAMPLE_RATE for piece in pieces))
        return asr.load_model(
            "",
            self.layout.device_kind,
            compute_type=self.layout.compute_type,
            model=self.model,
            vad_model=GivenSpeech([*zip([0.0, *ends[:-1]], ends, strict=True)]),
            language=language.code,
            task=search.task,
            asr_options=self._asr_options(search),
        )

    def _asr_options(self, search: WhisperSearch) -> Mapping[str, Any]:
        """As WhisperX takes them. Hotwords stand in the prompt, where it puts them too."""
        before = self.model.hf_tokenizer.decode(list(search.prompt.tokens))
        return {
            "beam_size": search.decoding.beam_size,
            "patience": search.decoding.patience,
            "length_penalty": search.decoding.length_penalty,
            "suppress_tokens": list(search.unwritten.tokens),
            "initial_prompt": before or None,
        }

    def _guesses(self, waveform: Waveform, speech: SpeechPack) -> list[Guess]:
        """What `FasterWhisperPipeline.detect_language` does, which keeps the probability for
        itself."""
        samples = sound_of(waveform, speech)[:N_SAMPLES]
        bins = self.model.feat_kwargs.get("feature_size") or 80
        with translating_errors():
            features = log_mel_spectrogram(samples, bins, padding=N_SAMPLES - len(samples))
            ranked = self.model.model.detect_language(self.model.encode(features))[0]
        return [(Language(token.strip("<|>")), float(likely)) for token, likely in ranked]


def _segment(raw: Mapping[str, Any], pack: SpeechPack, words: tuple[Word, ...]) -> Segment:
    text = "".join(word.text for word in words).strip()
    return Segment(
        span=TimeSpan(words[0].span.start, words[-1].span.end),
        text=text,
        words=words,
        decoding=Decoding(
            average_log_probability=float(raw["avg_logprob"]),
            no_speech_probability=0.0,
            compression_ratio=float(get_compression_ratio(text)),
            temperature=0.0,
            window_start=pack.span.start,
        ),
    )
