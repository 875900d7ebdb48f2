"""Finding phrases that are said several times in a row."""

import pytest

from domain.repetition import Loop, loops
from domain.transcript import Word
from tests.fakes.transcripts import a_word


def said(text: str) -> list[Word]:
    return [a_word(f" {word}", at / 4, at / 4 + 0.2) for at, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no no no", [Loop(0, 1, 3, 3)]),
        ("Well, No. no, NO no and so on", [Loop(1, 1, 4, 5)]),
        ("a b c a b c a b c d", [Loop(0, 3, 3, 9)]),
        ("a b c a b c a b c a b", [Loop(0, 3, 3, 11)]),
        ("x x x and y y y", [Loop(0, 1, 3, 3), Loop(4, 1, 3, 7)]),
        ("very very good", []),
        ("it was the best of times it was the worst of times", []),
        ("- - - -", []),
        ("", []),
    ],
)
def test_loops_are_found_with_where_they_begin_and_end(text: str, found: list[Loop]) -> None:
    assert list(loops(said(text))) == found


def test_a_sentence_that_loops_is_found_as_a_whole() -> None:
    words = said("And then. " + "I don't hear that in New Jersey now. " * 7)
    (loop,) = loops(words)
    assert (loop.start, loop.phrase, loop.times, loop.stop) == (2, 8, 7, 58)
