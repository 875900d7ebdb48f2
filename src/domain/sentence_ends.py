"""Where a sentence ends: by its punctuation, and by the words on both sides of it."""

import re
from typing import Final

_ENDS: Final = ".!?…。．｡！？؟۔।॥։።။"
_CLOSERS: Final = "\"'”’“‘»«›‹)]}」』）】〉》］"
"""Some quotes close in one language and open in another."""
_OPENERS: Final = "\"'“‘„«‹»›([{「『（【〈《［¿¡"
_AFTER_A_SPACE: Final = "!?»›"
"""What French sets apart though it belongs to the words before."""

_NEVER_LAST: Final = frozenset(
    {
        *("mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "jr.", "sr.", "vs."),
        *("sra.", "dra.", "bzw.", "ca."),
    }
)
_LAST_BEFORE_A_CAPITAL: Final = frozenset({"etc.", "usw.", "a.m.", "p.m.", "i."})
"""`I.` is a pronoun more often than an initial."""
_NOT_LAST_BEFORE_A_NUMBER: Final = frozenset(
    {
        *("no.", "nos.", "nr.", "vol.", "fig.", "sec.", "art.", "p.", "pp."),
        *("jan.", "feb.", "mar.", "apr.", "jun.", "jul."),
        *("aug.", "sep.", "sept.", "oct.", "nov.", "dec."),
    }
)
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,3}\.){2,}")
"""e.g., U.S., Ph.D., z.B."""


def ends_a_sentence(said: str, following: str) -> bool:
    """Whether `said` is whole. `following` is the next word, with the space before it if there
    is one; empty where nothing follows."""
    bare = said.rstrip(_CLOSERS + " ")
    if not bare.endswith(tuple(_ENDS)) or _belongs_to_it(following, bare[-1]):
        return False
    after = following.lstrip().lstrip(_OPENERS)[:1]
    if after.islower() and (bare != said.rstrip() or bare.endswith(("…", ".."))):
        return False  # "Really?" he asked. - I was ... going home.
    return not (bare.endswith(".") and _is_abbreviation(bare.split()[-1], after))


def _belongs_to_it(following: str, end: str) -> bool:
    """Punctuation that is still to come, or the rest of `3.5` or of `example.com`."""
    if following[:1].isspace():
        return not following.strip().strip(_AFTER_A_SPACE)
    first = following[:1]
    goes_on = end == "." and first.isascii() and first.isalnum()
    return goes_on or (first != "" and not following.strip(_ENDS + _CLOSERS))


def _is_abbreviation(written: str, after: str) -> bool:
    word = written.lstrip(_OPENERS)
    lower = word.lower()
    if lower in _NOT_LAST_BEFORE_A_NUMBER:
        return after.isdecimal()
    if lower in _LAST_BEFORE_A_CAPITAL:
        return not after.isupper()
    if word[:-1].isdecimal():
        return after.islower()  # an ordinal, as Czechs and Danes write it
    # An initial is a capital: in scripts that have none, a word of one letter ends sentences.
    is_initial = len(word) == len("J.") and word[0].isupper()
    return is_initial or lower in _NEVER_LAST or _DOTTED.fullmatch(word) is not None
