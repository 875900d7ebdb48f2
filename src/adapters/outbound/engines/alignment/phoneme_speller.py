"""How English words sound: letters into phonemes, by the network that comes with the phonemes."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Session: TypeAlias = Any  # onnxruntime has no types
OpenNetwork: TypeAlias = Callable[[Path], Session]
Numbers: TypeAlias = NDArray[np.int64]
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz'")
_LONGEST: Final = 32
"""Phonemes of a word, as many as the network was made to say."""
_MOST_REMEMBERED: Final = 50_000
"""Words; a language is spoken with fewer, and noise shall not fill the memory."""
_AT_ONCE: Final = 16
"""Words. More save nothing, as the longest of them has all others wait."""
Sound: TypeAlias = tuple[int, int]
"""The number of a phoneme, and that of the letter the network looked at."""


@dataclass(frozen=True, slots=True)
class Phoneme:
    number: int
    """In the alphabet of phonemes."""
    letter: int
    """The place in the word of the letter that it comes from."""


class PhonemeSpeller:
    """Safe to use from several threads: what two of them work out at once is the same."""

    def __init__(
        self, encoder: Session, decoder: Session, letters: list[str], phonemes: list[str]
    ) -> None:
        self._encoder = encoder
        self._decoder = decoder
        self._letters = {letter: letters.index(letter) for letter in _LETTERS}
        self._first, self._end = phonemes.index("<sos>"), phonemes.index("<eos>")
        self._silent = {phonemes.index(each) for each in ("<pad>", "<unk>", "<sos>")}
        self._known: dict[str, tuple[Sound, ...]] = {}

    @classmethod
    def load(cls, folder: Path, open_network: OpenNetwork) -> Self:
        vocabulary = json.loads((folder / "g2p_vocab.json").read_text(encoding="utf-8"))
        return cls(
            open_network(folder / "encoder.onnx"),
            open_network(folder / "decoder_step.onnx"),
            vocabulary["encoder"],
            vocabulary["decoder"],
        )

    def spell(self, words: Sequence[str]) -> list[tuple[Phoneme, ...]]:
        """Nothing for what is no word: a number may be said in many ways, and so may a symbol."""
        places = [_letters_in(word) for word in words]
        spelled = ["".join(letter for _, letter in each) for each in places]
        sounds = self._sounds_of(set(spelled))
        return [
            tuple(Phoneme(number, each[letter][0]) for number, letter in sounds[letters])
            for each, letters in zip(places, spelled, strict=True)
        ]

    def _sounds_of(self, words: Iterable[str]) -> dict[str, tuple[Sound, ...]]:
        """Of each, by its letters, whatever stood between them."""
        known = {word: self._known.get(word) if word else () for word in words}
        new = sorted((word for word, sounds in known.items() if sounds is None), key=len)
        for first in range(0, len(new), _AT_ONCE):
            some = new[first : first + _AT_ONCE]
            learned = dict(zip(some, map(tuple, self._decoded(some)), strict=True))
            self._remember(learned)
            known.update(learned)
        return {word: sounds or () for word, sounds in known.items()}

    def _remember(self, learned: dict[str, tuple[Sound, ...]]) -> None:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known.update(learned)

    def _decoded(self, words: Sequence[str]) -> list[list[Sound]]:
        """All at once; each comes out as it does alone."""
        ids, lengths = self._numbered(words)
        seen = self._encoder.run(
            ["encoder_outputs", "projected_keys", "encoder_mask", "hidden", "prev_attn"],
            {"input_ids": ids, "input_lengths": lengths},
        )
        outputs, keys, mask, hidden, attention = seen
        positions = np.arange(ids.shape[1], dtype=np.float32)[None]
        following = np.full(len(words), self._first, np.int64)
        ended = np.zeros(len(words), np.bool_)
        sounds: list[list[Sound]] = [[] for _ in words]
        for _ in range(_LONGEST):
            following, hidden, attention, looked_at = self._decoder.run(
                ["next_token_ids", "hidden_out", "prev_attn_out", "attn_argmax"],
                {
                    "decoder_input_ids": following.reshape(-1, 1),
                    "encoder_outputs": outputs,
                    "projected_keys": keys,
                    "encoder_mask": mask,
                    "prev_attn": attention,
                    "hidden": hidden,
                    "positions": positions,
                },
            )
            ended |= following == self._end
            if ended.all():
                break
            for row in np.nonzero(~ended)[0]:
                if int(following[row]) not in self._silent:
                    letter = min(int(looked_at[row]), int(lengths[row]) - 1)
                    sounds[row].append((int(following[row]), letter))
        return sounds

    def _numbered(self, words: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Their letters, filled up to the longest, and how many each has."""
        lengths = np.array([len(word) for word in words], np.int64)
        ids = np.zeros((len(words), lengths.max()), np.int64)
        for row, word in enumerate(words):
            ids[row, : len(word)] = [self._letters[letter] for letter in word]
        return ids, lengths


def _letters_in(word: str) -> list[tuple[int, str]]:
    """Without their accents, each with its place in the word; none where it cannot be spelled."""
    letters = [(place, letter) for place, letter in _plain(word) if letter in _LETTERS]
    if any(map(str.isdigit, word)) or all(letter == "'" for _, letter in letters):
        return []
    return letters


def _plain(word: str) -> Iterator[tuple[int, str]]:
    """Letters without their accents, each with its place in the word."""
    for place, character in enumerate(word):
        letter = unicodedata.normalize("NFKD", character)[:1].lower()
        yield place, "'" if letter == "’" else letter
