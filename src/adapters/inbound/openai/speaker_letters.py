"""Speakers called A, B and so on, in the order in which they first speak."""

from collections.abc import Iterator, Mapping
from itertools import count, product
from string import ascii_uppercase

from domain.speaker import SpeakerLabel
from domain.transcript import Transcript


def called_by_letters(transcript: Transcript) -> Mapping[SpeakerLabel, str]:
    """Whoever was recognised keeps their name, and no letter is anybody's name."""
    names = {str(known.name) for known in transcript.identified}
    letters = (letter for letter in _letters() if letter not in names)
    return {
        label: str(label) if str(label) in names else next(letters) for label in transcript.speakers
    }


def _letters() -> Iterator[str]:
    """A to Z, then AA."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))
