"""A recording of one speaker alone that comes with a request, named by its URL."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from domain.enrolled_speaker import SpeakerName, speaker_name
from domain.errors import InvalidSpeakerError


@dataclass(frozen=True, slots=True)
class SpeakerSample:
    name: SpeakerName
    url: str = field(repr=False)
    """Whoever knows a presigned one may use it."""

    @classmethod
    def of(cls, url: str, name: str | None = None) -> Self:
        """Named as it says, or else as `?name=`, the fragment or the file's own name says, in this
        order. Raises InvalidSpeakerError."""
        for said in (name, *_named_in(url)):
            if said is not None and said.strip():
                return cls(speaker_name(said), url)
        raise InvalidSpeakerError("a speaker sample has no name, and its URL holds none")


def _named_in(url: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    asked = parse_qs(parts.query).get("name", [""])[0]
    return asked, unquote(parts.fragment), PurePosixPath(unquote(parts.path)).stem
