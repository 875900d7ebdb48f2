"""The most likely way of tokens through what a CTC model heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

LogProbabilities: TypeAlias = npt.NDArray[np.float32]
"""Shape (frames, tokens)."""
_States: TypeAlias = npt.NDArray[np.int64]
_Flags: TypeAlias = npt.NDArray[np.bool_]

ANY_TOKEN: Final = -1
"""Stands for a sound that nobody can spell: whatever but the blank was heard best."""
_NEVER: Final = np.float32(-1e30)


@dataclass(frozen=True, slots=True)
class TokenFrames:
    """The frames [first, last) in which a token was heard, and how likely it was, 0..1."""

    first: int
    last: int
    score: float


def frames_of_tokens(
    heard: LogProbabilities, tokens: Sequence[int], blank: int
) -> list[TokenFrames] | None:
    """One for each token, in order; None where the tokens do not fit into the frames.

    The Viterbi path of Graves et al., 2006: there may be blanks between tokens, and there have to
    be between two that are the same. Written out here because torchaudio's needs torch, which is
    slow to load, and every token to be known.
    """
    states = np.full(2 * len(tokens) + 1, blank)
    states[1::2] = tokens
    leaps = _leaps(states, blank)
    if not tokens or len(heard) < len(tokens) + np.sum(~leaps[3::2]):
        return None
    scores = _scores(heard, states, blank)
    path = _best_path(scores, leaps)
    return _frames(path, scores, np.arange(1, len(states), 2))


def _leaps(states: _States, blank: int) -> _Flags:
    """Which states may be reached past the blank before them."""
    leaps = np.zeros(len(states), np.bool_)
    differs = (states[2:] != states[:-2]) | (states[2:] == ANY_TOKEN)
    leaps[2:] = (states[2:] != blank) & differs
    return leaps


def _scores(heard: LogProbabilities, states: _States, blank: int) -> LogProbabilities:
    """Of each state in each frame."""
    scores = heard[:, states]
    unknown = states == ANY_TOKEN
    if unknown.any():
        scores[:, unknown] = np.delete(heard, blank, axis=1).max(axis=1)[:, None]
    return scores


def _best_path(scores: LogProbabilities, leaps: _Flags) -> _States:
    """The state in each frame."""
    reached = _reached(scores, leaps)
    path = np.empty(len(scores), np.int64)
    state = scores.shape[1] - 1
    state -= int(reached[-1, state + 1] > reached[-1, state + 2])
    for frame in range(len(scores) - 1, -1, -1):
        path[frame] = state
        state -= _step(reached[frame - 1], state, leaps) if frame else 0
    return path


def _reached(scores: LogProbabilities, leaps: _Flags) -> LogProbabilities:
    """The score of the best way to each state, by frame. Two states that are never reached stand
    before the first, so that every state has two before it.

    Nothing is made in the loop, which runs for each 20 ms of sound: numpy takes longer to make a
    small array than to fill it.
    """
    frames, count = scores.shape
    reached = np.full((frames, count + 2), _NEVER, np.float32)
    reached[0, 2:4] = scores[0, :2]
    forbidden = np.where(leaps, np.float32(0), _NEVER)
    best, leap = np.empty(count, np.float32), np.empty(count, np.float32)
    for frame in range(1, frames):
        before = reached[frame - 1]
        np.maximum(before[2:], before[1:-1], out=best)
        np.add(before[:-2], forbidden, out=leap)
        np.maximum(best, leap, out=best)
        np.add(best, scores[frame], out=reached[frame, 2:])
    return reached


def _step(before: LogProbabilities, state: int, leaps: _Flags) -> int:
    """How many states the best way into this one came forward; none rather than one or two."""
    leap, step, stay = before[state : state + 3].tolist()
    if leaps[state] and leap > max(step, stay):
        return 2
    return 1 if step > stay else 0


def _frames(path: _States, scores: LogProbabilities, states: _States) -> list[TokenFrames]:
    """Of each of these states, all of which the path passes."""
    likely = np.exp(scores[np.arange(len(path)), path])
    firsts, lasts = (np.searchsorted(path, states, side).tolist() for side in ("left", "right"))
    return [
        TokenFrames(first, last, min(1.0, float(likely[first:last].mean())))
        for first, last in zip(firsts, lasts, strict=True)
    ]
