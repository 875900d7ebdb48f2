"""Which part of a file a request asks for, and whether it has it already (RFC 9110, 13 and 14)."""

import re
from dataclasses import dataclass
from typing import Final

_ONE_RANGE: Final = re.compile(r"bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


class UnsatisfiableRangeError(Exception):
    """The range begins after the end of the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes [start, stop) of a file."""

    start: int
    stop: int

    def of_size(self, size: int) -> str:
        """The Content-Range header."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def asked_range(header: str | None, size: int) -> ByteRange | None:
    """The one range that a Range header names. None stands for the whole file: for no header, and
    for one that is malformed or names several ranges. Raises UnsatisfiableRangeError."""
    match = _ONE_RANGE.fullmatch((header or "").strip())
    if match is None or not (match[1] or match[2]):
        return None
    if match[1]:
        return _between(int(match[1]), int(match[2]) if match[2] else None, size)
    last_bytes = int(match[2])
    if not last_bytes:
        raise UnsatisfiableRangeError
    return ByteRange(max(0, size - last_bytes), size)


def _between(first: int, last: int | None, size: int) -> ByteRange | None:
    if last is not None and last < first:
        return None
    if first >= size:
        raise UnsatisfiableRangeError
    return ByteRange(first, size if last is None else min(size, last + 1))


def names_tag(if_none_match: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names a tag, given with its quotation marks."""
    named = [name.strip().removeprefix("W/") for name in (if_none_match or "").split(",")]
    return tag in named or "*" in named
