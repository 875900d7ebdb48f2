"""Whisper's tokens for one language: what the decoder is prompted with, may not write, and wrote.

The tokenizer is faster-whisper's, so that both engines mean the same words by the same tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any, Final, Self, TypeAlias

from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations
from tokenizers import Tokenizer as Vocabulary  # type: ignore[import-untyped]

from adapters.outbound.engines.whisper_search import WhisperSearch
from domain.languages import LANGUAGE_NAMES, Language

WordOfTokens: TypeAlias = dict[str, Any]
"""What faster-whisper's own functions take: word, tokens, start, end, probability."""

_PREPENDED: Final = "\"'“¿([{-"
_APPENDED: Final = "\"'.。,，!！?？:：”)]}、"
"""Punctuation that belongs to the word after and before it (OpenAI's transcribe.py)."""


def read_vocabulary(folder: Path) -> Vocabulary:
    return Vocabulary.from_file(str(folder / "tokenizer.json"))


def language_tokens(vocabulary: Vocabulary) -> dict[str, int]:
    """The tokens of the languages that this model knows, by code."""
    found = ((code, vocabulary.token_to_id(f"<|{code}|>")) for code in LANGUAGE_NAMES)
    return {code: token for code, token in found if token is not None}


@dataclass(frozen=True, slots=True)
class WhisperTokens:
    tokenizer: Tokenizer
    prompt: tuple[int, ...]
    """What stands before the text."""
    suppressed: tuple[int, ...]
    """What is never written."""

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        language: Language,
        search: WhisperSearch,
        *,
        is_multilingual: bool,
    ) -> Self:
        tokenizer = Tokenizer(vocabulary, is_multilingual, task=search.task, language=language.code)
        before = [tokenizer.sot_prev, *search.prompt.tokens] if search.prompt.tokens else []
        never = get_suppressed_tokens(tokenizer, list(search.unwritten.tokens)) or ()
        return cls(
            tokenizer=tokenizer,
            prompt=(*before, *tokenizer.sot_sequence, tokenizer.no_timestamps),
            suppressed=tuple(token for token in never if token is not None),
        )

    @property
    def end(self) -> int:
        return int(self.tokenizer.eot)

    @property
    def never_first(self) -> tuple[int, ...]:
        """Neither nothing nor a blank is a text."""
        return (*self.tokenizer.encode(" "), self.end)

    def only_text(self, tokens: Sequence[int]) -> list[int]:
        return [token for token in tokens if token < self.end]

    def text(self, tokens: Sequence[int]) -> str:
        return str(self.tokenizer.decode(list(tokens)))

    def words(
        self, tokens: Sequence[int], starts: Sequence[float], probabilities: Sequence[float]
    ) -> list[WordOfTokens]:
        """With their punctuation. `starts` are the seconds at which each token begins, and the
        end of the text after them."""
        spelled, pieces = self.tokenizer.split_to_word_tokens(list(tokens))
        words: list[WordOfTokens] = []
        first = 0
        for word, piece in zip(spelled, pieces, strict=True):
            after = first + len(piece)
            sure = mean(probabilities[first:after])
            times = {"start": starts[first], "end": starts[after]}
            words.append({"word": word, "tokens": piece, "probability": sure, **times})
            first = after
        merge_punctuations(words, _PREPENDED, _APPENDED)
        return [word for word in words if word["word"]]
