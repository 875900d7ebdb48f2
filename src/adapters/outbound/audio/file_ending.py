"""Whether a file ends where its writer ended it: what FFmpeg does not tell of WAV, MP3, Ogg."""

import re
from pathlib import Path
from typing import Final

_REACH: Final = 1 << 17
"""Bytes looked at; more than an Ogg page can have."""
_MP3_TAG: Final = re.compile(rb"(Xing|Info)\0\0\0[\x03\x07\x0b\x0f].{4}(?P<size>.{4})", re.DOTALL)
"""What most encoders write into the first frame: how many frames and bytes there are."""
_MP3_TAG_REACH: Final = 64
"""Bytes; the tag stands at most so far behind the start of its frame."""
_PAGE_HEADER: Final = 27
"""Bytes at the start of an Ogg page, the last of which counts the lengths that follow."""
_LENGTH_UNKNOWN: Final = 0x7FFF_0000
"""Programs that write WAV into a pipe put this or more for its length, or nothing."""


def breaks_off(source: Path, format_name: str, *, is_last_packet_short: bool) -> bool:
    if format_name == "wav":
        return is_last_packet_short and not _is_of_unknown_length(source)
    if format_name == "mp3":
        return is_last_packet_short or _is_shorter_than_tagged(source)
    if format_name == "ogg":
        return is_last_packet_short or _is_last_page_short(source)
    return is_last_packet_short


def _is_of_unknown_length(wav: Path) -> bool:
    with wav.open("rb") as file:
        head = file.read(_REACH)
    at = head.find(b"data") + 4
    return not 0 < int.from_bytes(head[at : at + 4], "little") < _LENGTH_UNKNOWN


def _is_shorter_than_tagged(mp3: Path) -> bool:
    with mp3.open("rb") as file:
        tag = _MP3_TAG.search(file.read(_REACH))
    return tag is not None and mp3.stat().st_size - tag.start() + _MP3_TAG_REACH < int.from_bytes(
        tag["size"], "big"
    )


def _is_last_page_short(ogg: Path) -> bool:
    with ogg.open("rb") as file:
        file.seek(max(0, ogg.stat().st_size - _REACH))
        tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    if len(page) <= _PAGE_HEADER:
        return True
    segments = page[_PAGE_HEADER - 1]
    lengths = page[_PAGE_HEADER : _PAGE_HEADER + segments]
    return len(page) < _PAGE_HEADER + segments + sum(lengths)
