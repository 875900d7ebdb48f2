"""Tokens that Whisper must not write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from domain.decoding_options import DecodingOptions

_NUMERALS: Final = frozenset("0123456789%$£")
"""As whisperx has it (asr.py, find_numeral_symbol_tokens): without these signs a number can only
be written in words."""
_SYMBOLS: Final = -1


@dataclass(frozen=True, slots=True)
class UnwrittenTokens:
    """As faster-whisper takes them; -1 stands for the symbols that are no speech."""

    tokens: tuple[int, ...]
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: DecodingOptions, tokenizer: Any) -> Self:  # noqa: ANN401
        """`tokenizer` is a tokenizers.Tokenizer."""
        known = tokenizer.get_vocab_size()
        # CTranslate2 writes past its memory where it is given a token that the model lacks.
        strange = [token for token in options.suppress_tokens if token >= known]
        # Without the first of them, the end of the text, a search runs on to its limit.
        controls = range(tokenizer.token_to_id("<|endoftext|>"), known)
        control = [token for token in options.suppress_tokens if token in controls]
        wanted = [token for token in options.suppress_tokens if _SYMBOLS <= token < controls.start]
        numerals = numeral_tokens(tokenizer) if options.suppress_numerals else []
        # Never empty: faster-whisper would then allow its own marks in the text as well.
        tokens = [*wanted, *numerals] or [tokenizer.token_to_id("<|startoftranscript|>")]
        return cls(tuple(tokens), (*_unknown(strange), *_control(control)))


def numeral_tokens(tokenizer: Any) -> Sequence[int]:  # noqa: ANN401
    """Those with a digit in them, or a sign that stands for the name of a unit of money."""
    text_tokens = range(tokenizer.token_to_id("<|endoftext|>"))
    texts = tokenizer.decode_batch([[token] for token in text_tokens])
    return [token for token, text in enumerate(texts) if not _NUMERALS.isdisjoint(text)]


def _unknown(tokens: Sequence[int]) -> list[str]:
    if not tokens:
        return []
    named = ", ".join(map(str, tokens))
    return [f"suppress_tokens names tokens that the model does not have: {named}."]


def _control(tokens: Sequence[int]) -> list[str]:
    if not tokens:
        return []
    named = ", ".join(map(str, tokens))
    warning = (
        f"suppress_tokens names tokens that were not suppressed: {named}. They are no text but "
        "tell the model where its text begins and ends."
    )
    return [warning]
