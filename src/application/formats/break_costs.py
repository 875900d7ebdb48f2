"""How bad it is to break a subtitle between two words."""

from dataclasses import dataclass
from typing import Final

from application.formats.caption_pieces import Piece
from application.formats.function_words import FUNCTION_WORDS, UNKNOWN
from domain.sentence_ends import ends_a_sentence

AFTER_SENTENCE: Final = 0.0
_AFTER_CLAUSE: Final = 1.0
_AFTER_COMMA: Final = 1.5
_BEFORE_BEGINNING: Final = 3.0
_AFTER_HYPHEN: Final = 4.0
_ANYWHERE: Final = 5.0
_AFTER_BEGINNING: Final = 8.0
_WITHIN_NAME: Final = 8.0
_AFTER_LEADING: Final = 9.0
_TOGETHER: Final = 14.0
"""Mr. Smith, or the rest of a word."""

_CLOSERS: Final = "\"'”’»)]}」』）"
_TITLES: Final = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "mr", "mrs", "dr", "m."})
_NEVER_FIRST: Final = (
    "、。，．！？：；」』）】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}!?.,:;%”’"
)
"""Japanese and Chinese typography keep these from the beginning of a line (kinsoku)."""
_NEVER_LAST: Final = "「『（【〈《([{“‘"
_NOUNS_ARE_CAPITALS: Final = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class BreakCosts:
    """For one language, by its code. Of a language without a table only punctuation is known."""

    language: str

    def __call__(self, left: Piece, right: Piece) -> float:
        if self._belong_together(left, right):
            return _TOGETHER
        punctuated = _after_punctuation(left, right)
        return self._between_words(left, right) if punctuated is None else punctuated

    def _belong_together(self, left: Piece, right: Piece) -> bool:
        if left.text[-1] in _NEVER_LAST or (not right.is_spaced and right.text[0] in _NEVER_FIRST):
            return True
        if not right.is_spaced:
            return _is_cased(right.text[0]) and not left.text.endswith(("-", "–", "—"))
        return left.text.lower() in _TITLES

    def _between_words(self, left: Piece, right: Piece) -> float:
        words = FUNCTION_WORDS.get(self.language, UNKNOWN)
        if left.text.casefold() in words.leading or left.text.isdecimal():
            return _AFTER_LEADING
        if left.text.casefold() in words.beginning:
            return _AFTER_BEGINNING
        if right.text.strip(_CLOSERS).casefold() in words.beginning:
            return _BEFORE_BEGINNING
        is_name = left.text.istitle() and right.text[0].isupper()
        return _WITHIN_NAME if is_name and self.language not in _NOUNS_ARE_CAPITALS else _ANYWHERE


def _after_punctuation(left: Piece, right: Piece) -> float | None:
    following = f" {right.text}" if right.is_spaced else right.text
    if ends_a_sentence(left.text, following):
        return AFTER_SENTENCE
    bare = left.text.rstrip(_CLOSERS)
    if bare.endswith((";", ":", "—", "–", "…", "；", "：")):
        return _AFTER_CLAUSE
    if bare.endswith((",", "，", "、", "،")):
        return _AFTER_COMMA
    return _AFTER_HYPHEN if bare.endswith("-") and not right.is_spaced else None


def _is_cased(character: str) -> bool:
    """Of a script whose words are set apart by spaces, or a figure."""
    return character.islower() or character.isupper() or character.isdecimal()
