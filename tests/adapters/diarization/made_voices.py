"""Voices as an encoder would hear them, and conversations of them: made, not recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import (
    FRAMES,
    LOCALS,
    Vectors,
    alone,
    coded,
    first_frame,
    frames_of,
    unit,
)
from adapters.outbound.engines.diarization.heard import Heard, Stretches
from adapters.outbound.engines.diarization.second_look import stretches

SIZE = 192


@dataclass
class Voices:
    """Two people are about 0.4 alike and two stretches of one person 0.8, as CAM++ has it."""

    seed: int = 0
    _random: np.random.Generator = field(init=False)
    _common: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)
        self._common = self._direction()

    def person(self) -> Vectors:
        return unit(0.63 * self._common + 0.77 * self._direction())

    def said_by(self, *people: Vectors) -> Vectors:
        """What somebody sounds like once more, or two who are taken for one."""
        return unit(0.9 * unit(np.sum(people, axis=0)) + 0.44 * self._direction())

    def _direction(self) -> Vectors:
        return unit(self._random.standard_normal(SIZE))


@dataclass(frozen=True)
class Conversation:
    """Turns of (person, first frame, frame after the last)."""

    turns: Sequence[tuple[int, int, int]]
    windows: int

    def heard(self, voices: Voices, people: Sequence[Vectors]) -> Heard:
        """Every window tells up to three of its people apart, and numbers them as they come."""
        codes = np.zeros((self.windows, FRAMES), np.uint8)
        vectors, places = [], []
        truth = self.truth(len(people))
        for window in range(self.windows):
            part = truth[first_frame(window) :][:FRAMES]
            present = [person for person in range(len(people)) if part[:, person].any()]
            activity = np.zeros((FRAMES, LOCALS), bool)
            for local, person in enumerate(present[:LOCALS]):
                activity[:, local] = part[:, person]
            codes[window] = coded(activity)
            for local, person in enumerate(present[:LOCALS]):
                frames = int(alone(activity)[:, local].sum())
                if frames > 15:
                    vectors.append(voices.said_by(people[person]))
                    places.append((window, local, frames * 0.016875))
        windows, locals_, seconds = zip(*places, strict=True)
        return Heard(
            codes=codes,
            vectors=np.stack(vectors),
            windows=np.array(windows, np.int32),
            voices=np.array(locals_, np.int32),
            seconds=np.array(seconds, np.float32),
        )

    def looked_at(self, heard: Heard, voices: Voices, people: Sequence[Vectors]) -> Stretches:
        truth = self.truth(len(people))
        spans = stretches(heard.codes)
        return Stretches(
            np.array(spans, np.int32).reshape(-1, 2),
            np.stack(
                [
                    voices.said_by(people[int(truth[first:after].sum(axis=0).argmax())])
                    for first, after in spans
                ]
            ),
        )

    def truth(self, people: int) -> npt.NDArray[np.bool_]:
        frames = np.zeros((frames_of(self.windows), people), bool)
        for person, first, after in self.turns:
            frames[first:after, person] = True
        return frames


def in_turn(people: int, turns: int, *, frames: int = 180, pause: int = 20) -> Conversation:
    """Everybody speaks for three seconds, one after the other."""
    spoken = [
        (turn % people, turn * (frames + pause), turn * (frames + pause) + frames)
        for turn in range(turns)
    ]
    last = spoken[-1][2]
    windows = 1 + max(0, -(-(last - FRAMES) * 270 // 16_000))
    return Conversation(spoken, windows)
