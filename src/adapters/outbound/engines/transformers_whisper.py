"""A Whisper model in torch, and what one worker does with it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import torch
from faster_whisper.transcribe import get_compression_ratio

from adapters.outbound.engines.halving import in_halves
from adapters.outbound.engines.hearing_packs import sound_of, translating_errors
from adapters.outbound.engines.spoken_language import Guess, among, language_in
from adapters.outbound.engines.token_times import SECONDS_PER_MOMENT, token_times
from adapters.outbound.engines.torch_whisper import Read, TorchWhisper
from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens
from adapters.outbound.engines.whisper_prompt import Prompt
from adapters.outbound.engines.whisper_search import WhisperSearch
from adapters.outbound.engines.whisper_tokens import WhisperTokens
from application.waveform import SAMPLE_RATE, Waveform
from domain.decoding_tries import best_try, is_good_enough, is_silence
from domain.languages import Language
from domain.speech import SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Word
from domain.transcription_options import TranscriptionOptions
from domain.unheard_speech import heard_out


@dataclass(frozen=True, slots=True)
class FoundText:
    """What a window says, found at one temperature."""

    text: str
    read: Read
    decoding: Decoding


@dataclass(frozen=True, slots=True)
class TransformersWhisper:
    """Safe to use from several threads at once."""

    network: TorchWhisper

    @classmethod
    def load(cls, folder: Path, device: str, kind: str, threads: int) -> Self:
        """`kind` is the name of a torch.dtype. Raises what torch and transformers raise."""
        return cls(TorchWhisper.load(folder, device, getattr(torch, kind), threads))

    def search_for(self, options: TranscriptionOptions) -> WhisperSearch:
        vocabulary = self.network.vocabulary
        return WhisperSearch(
            task=options.task.value,
            decoding=options.decoding,
            prompt=Prompt.of(options, vocabulary),
            unwritten=UnwrittenTokens.of(options.decoding, vocabulary),
            languages=options.language_search.among,
        )

    def language_of(
        self,
        waveform: Waveform,
        windows: Sequence[SpeechPack],
        search: WhisperSearch,
        sure_enough: float,
    ) -> Guess:
        """Of the first window of which that is sure enough, else of the one that tells it best."""
        if not self.network.is_multilingual:
            return Language("en"), 1.0
        glance = search.at_first_glance
        return language_in(
            windows,
            lambda speech: among(search.languages, self._guesses(waveform, speech)),
            lambda speech, language: self._heard(waveform, [speech], language, glance),
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
        return heard_out(packs, lambda some: self._heard(waveform, some, language, search))

    def _guesses(self, waveform: Waveform, speech: SpeechPack) -> list[Guess]:
        with translating_errors():
            encoded = self.network.encode([sound_of(waveform, speech)])
            ranked = self.network.language_probabilities(encoded)
        return [(Language(code), probability) for code, probability in ranked]

    def _heard(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> list[Segment]:
        tokens = self._tokens(language, search)
        with translating_errors():
            return in_halves(
                packs,
                lambda some: list(self._together(waveform, some, tokens, search)),
                free=torch.cuda.empty_cache,
            )

    def _tokens(self, language: Language, search: WhisperSearch) -> WhisperTokens:
        multilingual = self.network.is_multilingual
        vocabulary = self.network.vocabulary
        return WhisperTokens.of(vocabulary, language, search, is_multilingual=multilingual)

    def _together(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        tokens: WhisperTokens,
        search: WhisperSearch,
    ) -> Iterator[Segment]:
        """Of all packs in one batch."""
        pieces = [sound_of(waveform, pack) for pack in packs]
        encoded = self.network.encode(pieces)
        found = self._searched(encoded, tokens, search)
        for pack, piece, best in zip(packs, pieces, found, strict=True):
            if best.text and not is_silence(best.decoding, search.decoding):
                yield _segment(best, tokens, pack, len(piece) / SAMPLE_RATE)

    def _searched(
        self, encoded: torch.Tensor, tokens: WhisperTokens, search: WhisperSearch
    ) -> list[FoundText]:
        """The best text of each window, in which it is looked for until one is good enough."""
        tries: list[list[FoundText]] = [[] for _ in encoded]
        waiting = list(range(len(encoded)))
        for temperature in search.temperatures:
            search.go_on()
            found = self._found(encoded[waiting], tokens, search, temperature)
            for window, one in zip(waiting, found, strict=True):
                tries[window].append(one)
            waiting = [
                window
                for window in waiting
                if not is_good_enough(tries[window][-1].decoding, search.decoding)
            ]
            if not waiting:
                break
        return [best_try(of_window, search.decoding) for of_window in tries]

    def _found(
        self,
        encoded: torch.Tensor,
        tokens: WhisperTokens,
        search: WhisperSearch,
        temperature: float,
    ) -> Iterator[FoundText]:
        """The likeliest of the texts that are written for each window."""
        written = self.network.write(encoded, tokens, search.decoding, temperature)
        for window, texts in enumerate(written):
            again = encoded[window : window + 1].expand(len(texts), -1, -1)
            reads = self.network.read(again, tokens, texts)
            best = max(reads, key=lambda read: read.average_log_probability)
            text = tokens.text(best.tokens).strip()
            yield FoundText(text, best, _decoding(best, text, temperature))


def _decoding(read: Read, text: str, temperature: float) -> Decoding:
    return Decoding(
        average_log_probability=read.average_log_probability,
        no_speech_probability=read.no_speech_probability,
        compression_ratio=float(get_compression_ratio(text)) if text else 0.0,
        temperature=temperature,
    )


def _segment(found: FoundText, tokens: WhisperTokens, pack: SpeechPack, duration: float) -> Segment:
    words = tuple(_words(found.read, tokens, pack, duration))
    return Segment(
        span=TimeSpan(words[0].span.start, words[-1].span.end),
        text=found.text,
        words=words,
        decoding=replace(found.decoding, window_start=pack.span.start),
    )


def _words(read: Read, tokens: WhisperTokens, pack: SpeechPack, duration: float) -> Iterable[Word]:
    moments = max(1, math.ceil(duration / SECONDS_PER_MOMENT))
    starts = token_times(read.scores, moments=moments)
    probabilities = [math.exp(each) for each in read.log_probabilities]
    for word in tokens.words(read.tokens, starts, probabilities):
        heard = TimeSpan(word["start"], max(word["start"] + 0.001, word["end"]))
        yield Word(
            word["word"],
            pack.original_span(heard),
            min(1.0, word["probability"]),
            tokens=tuple(word["tokens"]),
        )
