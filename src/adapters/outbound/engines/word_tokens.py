"""The tokens that each word of a window is spelled with."""

from collections.abc import Sequence
from typing import Any, TypeAlias

Vocabulary: TypeAlias = Any  # a tokenizers.Tokenizer; the library has no types
Tokens: TypeAlias = tuple[int, ...]


def tokens_of_words(
    words: Sequence[str], tokens: Sequence[int], vocabulary: Vocabulary
) -> list[Tokens]:
    """Those that the model wrote, shared out among the words that they say in this order. Where
    the words say something else, each has the tokens that the vocabulary would spell it with."""
    shared = _shared_out(words, tokens, vocabulary)
    return [spelling(word, vocabulary) for word in words] if shared is None else shared


def spelling(word: str, vocabulary: Vocabulary) -> Tokens:
    """By the shortest way, which is nearly always how a model writes it."""
    return tuple(vocabulary.encode(word, add_special_tokens=False).ids)


def _shared_out(
    words: Sequence[str], tokens: Sequence[int], vocabulary: Vocabulary
) -> list[Tokens] | None:
    first, shared = 0, []
    for word in words:
        last = _end_of(word, tokens, first, vocabulary)
        if last is None:
            return None
        shared.append(tuple(tokens[first:last]))
        first = last
    return shared if first == len(tokens) else None


def _end_of(word: str, tokens: Sequence[int], first: int, vocabulary: Vocabulary) -> int | None:
    """Where the first tokens end that say the word."""
    # A token has at least one byte, so that no word has more tokens than bytes.
    most = min(len(tokens), first + max(1, len(word.encode())))
    ends = range(first + 1, most + 1)
    return next((end for end in ends if vocabulary.decode(list(tokens[first:end])) == word), None)
