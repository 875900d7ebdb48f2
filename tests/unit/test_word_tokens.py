"""Sharing the tokens of a window out among its words."""

from collections.abc import Sequence
from types import SimpleNamespace

from adapters.outbound.engines.word_tokens import tokens_of_words


class Bytes:
    """A vocabulary of which each token is a byte, but for one that says " the"."""

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        assert not add_special_tokens
        return SimpleNamespace(ids=list(text.encode()))

    def decode(self, tokens: Sequence[int]) -> str:
        said = b"".join(b" the" if token == 256 else bytes([token]) for token in tokens)
        return said.decode(errors="replace")


def test_each_word_has_the_tokens_that_were_written() -> None:
    words, tokens = [" the", " café"], [256, *" café".encode()]
    assert tokens_of_words(words, tokens, Bytes()) == [(256,), tuple(" café".encode())]


def test_words_that_are_no_text_have_what_stands_for_them() -> None:
    words, tokens = [" \ufffd", " a"], [32, 0xE3, 32, 97]
    assert tokens_of_words(words, tokens, Bytes()) == [(32, 0xE3), (32, 97)]


def test_words_that_say_something_else_are_spelled_anew() -> None:
    for tokens in ([256], [256, 256], [*b" a the"]):
        assert tokens_of_words([" the", " a"], tokens, Bytes()) == [
            tuple(b" the"),
            tuple(b" a"),
        ]


def test_without_words_there_are_no_tokens() -> None:
    assert tokens_of_words([], [], Bytes()) == []
