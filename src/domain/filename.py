"""What a file is called, as somebody else says it."""

import re
import unicodedata
from typing import Final

LONGEST_FILENAME: Final = 255

_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain_filename(name: str) -> str:
    """Somebody's name for a file, without folders and characters that cannot be seen; it may be
    empty."""
    seen = "".join(c for c in name if unicodedata.category(c) not in _UNSEEN)
    last = re.split(r"[/\\]", seen)[-1].strip()
    stem, dot, suffix = last.rpartition(".")
    if len(last) > LONGEST_FILENAME:
        kept = LONGEST_FILENAME - len(dot + suffix)
        last = stem[:kept] + dot + suffix if kept > 0 else last[:LONGEST_FILENAME]
    return "" if last in {".", ".."} else last
