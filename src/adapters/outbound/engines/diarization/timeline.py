"""Who of the people speaks in each frame of a recording, from what all windows say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import (
    FRAMES,
    LOCALS,
    UNTOLD,
    Codes,
    Vectors,
    decoded,
    first_frame,
    frames_of,
)
from adapters.outbound.engines.diarization.heard import Heard
from adapters.outbound.engines.diarization.matching import matched

Small: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.int32]
"""Shape (windows, LOCALS): which person each voice of a window is."""
_CODES: Final = 8
_VOICES_OF_CODE: Final = np.array([code.bit_count() for code in range(_CODES)], np.uint8)


@dataclass(slots=True)
class Timeline:
    """A byte for each frame and person: four hours of six people take 6 MB."""

    said: Small
    """Shape (frames, people): how many windows hear that person there."""
    windows: Small
    """Shape (frames,): how many hear the frame at all."""
    voices: Small
    """Shape (frames,): how many voices there are at a time, as most windows hear it."""

    @classmethod
    def of(cls, codes: Codes, places: Places, people: int) -> Self:
        said = np.zeros((frames_of(len(codes)), people), np.uint8)
        for window, persons in enumerate(places):
            first = first_frame(window)
            activity = decoded(codes[window])
            for person in set(persons.tolist()) - {UNTOLD}:
                speaks = activity[:, persons == person].any(axis=1)
                said[first : first + FRAMES, person] += speaks
        windows, voices = voices_at_a_time(codes)
        return cls(said, windows, voices)

    def give(self, first: int, after: int, person: int) -> None:
        """A stretch is that person's, whatever windows say."""
        self.said[first:after] = 0
        self.said[first:after, person] = self.windows[first:after]

    def whose(self, first: int, after: int) -> int:
        """Who speaks most in a stretch."""
        return int(self.said[first:after].sum(axis=0, dtype=np.int64).argmax())

    def floor(self) -> Places:
        """Shape (frames,): whoever leads in each frame, or UNTOLD."""
        leads = self.said.argmax(axis=1)
        heard = (self.voices > 0) & (self.said.max(axis=1) > 0)
        return np.where(heard, leads, UNTOLD).astype(np.int32)

    def second(self) -> Places:
        """Whoever speaks at the same time as the one who leads."""
        rest = self.said.copy()
        rest[np.arange(len(rest)), rest.argmax(axis=1)] = 0
        heard = (self.voices > 1) & (rest.max(axis=1) > 0)
        return np.where(heard, rest.argmax(axis=1), UNTOLD).astype(np.int32)


def voices_at_a_time(codes: Codes) -> tuple[Small, Small]:
    """How many windows hear each frame, and how many voices they hear in it on average."""
    frames = frames_of(len(codes))
    windows, voices = np.zeros(frames, np.uint8), np.zeros(frames, np.uint8)
    for window, code in enumerate(codes):
        first = first_frame(window)
        windows[first : first + FRAMES] += 1
        voices[first : first + FRAMES] += _VOICES_OF_CODE[code]
    return windows, np.rint(voices / windows).astype(np.uint8)


def placed(heard: Heard, people: Vectors) -> Places:
    """Which person each voice is. Two voices of a window are two people, as long as there are as
    many; a voice too short to be known is nobody in particular."""
    places = np.full((len(heard.codes), LOCALS), UNTOLD, np.int32)
    alike = heard.vectors @ people.T
    for window, own in _by_window(heard):
        rows, persons = matched(alike[own])
        places[window, heard.voices[own][rows]] = persons
        if len(own) > len(people):
            rest = np.setdiff1d(np.arange(len(own)), rows)
            places[window, heard.voices[own][rest]] = alike[own][rest].argmax(axis=1)
    return places


def _by_window(heard: Heard) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    borders = np.flatnonzero(np.diff(heard.windows)) + 1
    for own in np.split(np.arange(len(heard.windows)), borders):
        if len(own):
            yield int(heard.windows[own[0]]), own
