"""English words found in sound by a small network that hears phonemes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, Self, final

import numpy as np

from adapters.outbound.engines.alignment.ctc_path import (
    ANY_TOKEN,
    LogProbabilities,
    TokenFrames,
    frames_of_tokens,
)
from adapters.outbound.engines.alignment.phoneme_speller import Phoneme, PhonemeSpeller, Session
from adapters.outbound.engines.alignment.sound_model import SoundModel
from application.waveform import Samples
from domain.heard_times import HeardTimes
from domain.time_span import TimeSpan
from domain.transcript import Character

FRAME: Final = 0.02
"""Seconds: two hops of 160 samples."""
EARLIER: Final = 0.06
"""Seconds by which a word begins before the frame in which its first phoneme is heard, and"""
LATER: Final = 0.045
"""by which it ends after the frame of its last one. CTC says a sound when it has heard enough of
it. Fitted to the first recording of docs/adr/0011-word-times.md; the others agree to 0.01 s."""
NETWORK: Final = "asr_waveform_fp16.onnx"
SHORTEST_SOUND: Final = 1_600
"""Samples that the network needs."""
_LEAST_SCORE: Final = 0.001
"""A word that was listened for has some score."""


@final
class PhonemeModel(SoundModel):
    """One thread for each caller."""

    def __init__(self, network: Session, speller: PhonemeSpeller, alphabet: int) -> None:
        self._network = network
        self._speller = speller
        self.boundary, self.blank = alphabet, alphabet + 1
        """The tokens after those of the phonemes: the end of a word, and nothing."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        network = open_network(folder / NETWORK)
        tokens = network.get_outputs()[0].shape[-1]
        return cls(network, PhonemeSpeller.load(folder, open_network), tokens - 2)

    def spell(self, word: str) -> tuple[Phoneme, ...]:
        return self._speller.spell([word])[0]

    def hear(self, samples: Samples) -> LogProbabilities:
        """Of every phoneme, in every frame."""
        lengths = np.array([len(samples)], np.int64)
        heard, frames = self._network.run(
            ["log_probs", "out_lengths"],
            {"waveform": np.clip(samples, -1, 1)[None], "waveform_lengths": lengths},
        )
        kept: LogProbabilities = heard[0, : int(frames[0])]
        return kept

    def listen(self, samples: Samples, words: Sequence[str]) -> Sequence[HeardTimes | None]:
        spelled = self._speller.spell(words)
        found = self._found(samples, spelled)
        return [
            _times(word, phonemes, found[number]) if phonemes and number in found else None
            for number, (word, phonemes) in enumerate(zip(words, spelled, strict=True))
        ]

    def _found(
        self, samples: Samples, spelled: Sequence[tuple[Phoneme, ...]]
    ) -> dict[int, list[TokenFrames]]:
        """By the number of the word, where each of its tokens was heard."""
        if len(samples) < SHORTEST_SOUND:
            return {}
        tokens = list(self._tokens(spelled))
        path = frames_of_tokens(self.hear(samples), [token for _, token in tokens], self.blank)
        owned = zip((owner for owner, _ in tokens), path or (), strict=path is not None)
        return {
            owner: [frames for _, frames in each]
            for owner, each in groupby(owned, key=lambda pair: pair[0])
            if owner is not None
        }

    def _tokens(self, spelled: Sequence[tuple[Phoneme, ...]]) -> Iterator[tuple[int | None, int]]:
        """Each with the number of its word; the ends of words belong to none."""
        for number, phonemes in enumerate(spelled):
            if number:
                yield None, self.boundary
            for token in [each.number for each in phonemes] or [ANY_TOKEN]:
                yield number, token


def open_network(path: Path) -> Session:
    import onnxruntime  # noqa: PLC0415 - loaded when first used

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        path, providers=["CPUExecutionProvider"], sess_options=options
    )


def _times(word: str, phonemes: Sequence[Phoneme], found: Sequence[TokenFrames]) -> HeardTimes:
    start = max(0.0, found[0].first * FRAME - EARLIER)
    span = TimeSpan(start, max(start + FRAME, found[-1].last * FRAME + LATER))
    score = max(_LEAST_SCORE, sum(each.score for each in found) / len(found))
    characters = letters_with_times(word, phonemes, found)
    return HeardTimes(span, score, characters)


def letters_with_times(
    word: str, phonemes: Sequence[Phoneme], found: Sequence[TokenFrames]
) -> tuple[Character, ...]:
    """Letters that are not heard by themselves have no times."""
    sounds: dict[int, list[TokenFrames]] = {}
    for phoneme, frames in zip(phonemes, found, strict=True):
        sounds.setdefault(phoneme.letter, []).append(frames)
    return tuple(_letter(character, sounds.get(place, [])) for place, character in enumerate(word))


def _letter(character: str, sounds: Sequence[TokenFrames]) -> Character:
    if not sounds:
        return Character(character)
    span = TimeSpan(sounds[0].first * FRAME, sounds[-1].last * FRAME)
    return Character(character, span, sum(each.score for each in sounds) / len(sounds))
