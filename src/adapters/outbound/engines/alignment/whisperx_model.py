"""Words found in sound by `whisperx.align`, with the model of sounds that it is given."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self, TypeAlias, final

import torch
from whisperx import alignment  # type: ignore[import-untyped]

from adapters.outbound.engines.alignment.fading import faded
from adapters.outbound.engines.alignment.phoneme_model import EARLIER, PhonemeModel
from adapters.outbound.engines.alignment.sound_model import SoundModel
from application.errors import TranscriptionFailedError
from application.waveform import SAMPLE_RATE, Samples
from domain.heard_times import HeardTimes
from domain.time_span import TimeSpan
from domain.transcript import Character

_LOG: Final = logging.getLogger(__name__)
_SPACELESS: Final = frozenset(alignment.LANGUAGES_WITHOUT_SPACES)
_UNKNOWN: Final = "\uf8ff"
"""In no model's dictionary: WhisperX lets it stand for any sound."""
_LEAST_SCORE: Final = 0.001
"""A word that was listened for has some score."""
_STEP: Final = 0.02
"""Seconds of a frame, and the least that a word lasts."""
_LONGEST_SYMBOL: Final = 0.25
"""Seconds that the last symbol of a word lasts at most: WhisperX has it last until something else
is heard, be it after a pause."""
_Span: TypeAlias = tuple[float, float, float]
"""Start, end and score of a symbol."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a model hears of a character of a word."""

    text: str
    place: int
    """In the word."""


Spell: TypeAlias = Callable[[str], Sequence[Symbol]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Seconds by which words begin before their first symbol is heard, and end after their last."""

    start: float = 0.0
    end: float = 0.0


_LAG_OF_PHONEMES: Final = Lag(start=EARLIER, end=-0.035)
"""WhisperX has a symbol last until the next one, so that the last phoneme reaches to where the end
of its word is heard, which is too late. Measured as `EARLIER` was."""


@final
class WhisperxModel(SoundModel):
    """One caller at a time: a GPU hears no faster when asked twice at once."""

    def __init__(
        self,
        network: torch.nn.Module,
        metadata: Mapping[str, Any],
        device: str,
        spell: Spell,
        lag: Lag,
    ) -> None:
        _keep_to_itself()
        self._network = network
        self._metadata = dict(metadata)
        self._device = device
        self._spell = spell
        self._lag = lag
        self._space = "" if metadata["language"] in _SPACELESS else " "
        self._turn = Lock()

    @classmethod
    def load(cls, folder: Path, language: str, device: str) -> Self:
        """A Wav2Vec2ForCTC of transformers, from a folder with its processor."""
        _keep_to_itself()
        network, metadata = alignment.load_align_model(
            language, device, model_name=str(folder), model_cache_only=True
        )
        return cls(network.eval(), metadata, device, _letters(metadata["dictionary"]), Lag())

    def listen(self, samples: Samples, words: Sequence[str]) -> Sequence[HeardTimes | None]:
        spelled = [list(self._spell(word)) for word in words]
        rows = [[each.text for each in symbols] or [_UNKNOWN] for symbols in spelled]
        text = self._space.join("".join(row) for row in rows)
        heard = self._heard(samples, text)
        times, at = [], 0
        for word, symbols, row in zip(words, spelled, rows, strict=True):
            found = heard[at : at + len(row)]
            at += len(row) + len(self._space)
            is_known = bool(symbols) and len(found) == len(row) and None not in found
            spans = [each for each in found if each is not None]
            times.append(self._times(word, symbols, spans, samples) if is_known else None)
        return times

    def _heard(self, samples: Samples, text: str) -> Sequence[_Span | None]:
        """Of every character of the text, or of none."""
        duration = len(samples) / SAMPLE_RATE
        stretch = {"start": 0.0, "end": duration, "text": text}
        with self._turn, _failures_translated(duration):
            result = alignment.align(
                [stretch],
                self._network,
                self._metadata,
                samples,
                self._device,
                return_char_alignments=True,
            )
        characters = [each for part in result["segments"] for each in part["chars"] or ()]
        if [each["char"] for each in characters] != list(text):
            return []
        return [_span(each) for each in characters]

    def _times(
        self, word: str, symbols: Sequence[Symbol], spans: Sequence[_Span], samples: Samples
    ) -> HeardTimes:
        start = max(0.0, spans[0][0] - self._lag.start)
        last = min(spans[-1][1] + self._lag.end, spans[-1][0] + _LONGEST_SYMBOL)
        end = max(start + _STEP, last)
        score = sum(score for _, _, score in spans) / len(spans)
        return HeardTimes(
            faded(TimeSpan(start, end), samples),
            max(_LEAST_SCORE, score),
            _characters(word, symbols, spans),
        )


@contextmanager
def _failures_translated(duration: float) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        _LOG.exception("WhisperX failed on %.1f s of sound", duration)
        raise TranscriptionFailedError("WhisperX failed on this recording.") from error


def phonemes_in_whisperx(phonemes: PhonemeModel) -> WhisperxModel:
    """WhisperX aligns characters: each phoneme is given as one of Unicode's private ones."""
    dictionary = {_private(number): number for number in range(phonemes.boundary)}
    dictionary |= {"|": phonemes.boundary, "<pad>": phonemes.blank}
    metadata = {"language": "en", "dictionary": dictionary, "type": "torchaudio"}

    def spell(word: str) -> Sequence[Symbol]:
        return [Symbol(_private(each.number), each.letter) for each in phonemes.spell(word)]

    return WhisperxModel(_Phonemes(phonemes), metadata, "cpu", spell, _LAG_OF_PHONEMES)


class _Phonemes(torch.nn.Module):
    """The phoneme network as WhisperX calls one of torchaudio."""

    def __init__(self, phonemes: PhonemeModel) -> None:
        super().__init__()
        self._phonemes = phonemes

    def forward(
        self, waveform: torch.Tensor, lengths: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        heard = self._phonemes.hear(waveform[0].numpy())
        # It gives a frame more than there is sound for, and WhisperX reckons time by their number.
        return torch.from_numpy(heard[:-1].copy())[None], lengths


class _OneSentence:
    """WhisperX would split its text by nltk's rules, which it would have to download."""

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


def _keep_to_itself() -> None:
    vars(alignment)["nltk_load"] = lambda _name: _OneSentence()
    vars(alignment)["print"] = _LOG.debug


def _private(number: int) -> str:
    return chr(0xE000 + number)


def _letters(dictionary: Mapping[str, int]) -> Spell:
    def spell(word: str) -> Sequence[Symbol]:
        lower = [(place, each.lower()) for place, each in enumerate(word)]
        return [
            Symbol(each, place)
            for place, each in lower
            if len(each) == 1 and each in dictionary and (each.isalnum() or each in "'’-")
        ]

    return spell


def _span(character: Mapping[str, Any]) -> _Span | None:
    if not {"start", "end", "score"} <= character.keys():
        return None
    return (float(character["start"]), float(character["end"]), float(character["score"]))


def _characters(
    word: str, symbols: Sequence[Symbol], spans: Sequence[_Span]
) -> tuple[Character, ...]:
    """Letters that are not heard by themselves have no times."""
    heard: dict[int, list[_Span]] = {}
    for symbol, span in zip(symbols, spans, strict=True):
        heard.setdefault(symbol.place, []).append(span)
    return tuple(_character(each, heard.get(place, [])) for place, each in enumerate(word))


def _character(text: str, heard: Sequence[_Span]) -> Character:
    if not heard:
        return Character(text)
    start, end = heard[0][0], heard[-1][1]
    score = sum(score for _, _, score in heard) / len(heard)
    return Character(text, TimeSpan(start, max(end, start + _STEP)), score)
