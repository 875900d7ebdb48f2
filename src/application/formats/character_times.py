"""The characters of words with their times, as WhisperX writes them."""

from collections.abc import Sequence

from domain.transcript import Character, Word


def chars_of(words: Sequence[Word]) -> dict[str, object]:
    """`chars`, where somebody asked for them; a space, and what was not heard, has no times."""
    if not any(word.characters for word in words):
        return {}
    chars: list[dict[str, object]] = []
    for number, word in enumerate(words):
        if number and word.text[:1].isspace():
            chars.append({"char": " "})
        chars += map(_char, word.characters or map(Character, word.text.strip()))
    return {"chars": chars}


def _char(character: Character) -> dict[str, object]:
    written: dict[str, object] = {"char": character.text}
    if character.span is not None:
        written |= {
            "start": round(character.span.start, 3),
            "end": round(character.span.end, 3),
        }
    if character.score is not None:
        written["score"] = round(character.score, 3)
    return written
