"""How English words sound: letters into phonemes, by the network that comes with the phonemes."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np

Session: TypeAlias = Any  # onnxruntime has no types
OpenNetwork: TypeAlias = Callable[[Path], Session]
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz'")
_LONGEST: Final = 32
"""Phonemes of a word, as many as the network was made to say."""
_MOST_REMEMBERED: Final = 50_000
"""Words; a language is spoken with fewer, and noise shall not fill the memory."""


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
        self._known: dict[str, tuple[Phoneme, ...]] = {}

    @classmethod
    def load(cls, folder: Path, open_network: OpenNetwork) -> Self:
        vocabulary = json.loads((folder / "g2p_vocab.json").read_text(encoding="utf-8"))
        return cls(
            open_network(folder / "encoder.onnx"),
            open_network(folder / "decoder_step.onnx"),
            vocabulary["encoder"],
            vocabulary["decoder"],
        )

    def spell(self, word: str) -> tuple[Phoneme, ...]:
        """Nothing for what is no word: a number may be said in many ways, and so may a symbol."""
        if word not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[word] = tuple(self._sounds_of(word))
        return self._known[word]

    def _sounds_of(self, word: str) -> Iterator[Phoneme]:
        letters = [(place, letter) for place, letter in _plain(word) if letter in _LETTERS]
        if any(map(str.isdigit, word)) or all(letter == "'" for _, letter in letters):
            return
        places = [place for place, _ in letters]
        ids = [self._letters[letter] for _, letter in letters]
        for number, letter in self._decoded(np.array([ids], np.int64)):
            if number not in self._silent:
                yield Phoneme(number, places[min(letter, len(places) - 1)])

    def _decoded(self, ids: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401
        """Phonemes, each with the letter that the network looked at."""
        count = ids.shape[1]
        lengths = np.array([count], np.int64)
        seen = self._encoder.run(
            ["encoder_outputs", "projected_keys", "encoder_mask", "hidden", "prev_attn"],
            {"input_ids": ids, "input_lengths": lengths},
        )
        outputs, keys, mask, hidden, attention = seen
        token = np.array([[self._first]], np.int64)
        for _ in range(_LONGEST):
            following, hidden, attention, looked_at = self._decoder.run(
                ["next_token_ids", "hidden_out", "prev_attn_out", "attn_argmax"],
                {
                    "decoder_input_ids": token,
                    "encoder_outputs": outputs,
                    "projected_keys": keys,
                    "encoder_mask": mask,
                    "prev_attn": attention,
                    "hidden": hidden,
                    "positions": np.arange(count, dtype=np.float32)[None],
                },
            )
            token = following.reshape(1, 1)
            if token[0, 0] == self._end:
                return
            yield int(token[0, 0]), int(looked_at[0])


def _plain(word: str) -> Iterator[tuple[int, str]]:
    """Letters without their accents, each with its place in the word."""
    for place, character in enumerate(word):
        letter = unicodedata.normalize("NFKD", character)[:1].lower()
        yield place, "'" if letter == "’" else letter
