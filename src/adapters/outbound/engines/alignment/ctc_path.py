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
    return [_frames(path, scores, 2 * number + 1) for number in range(len(tokens))]


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
    frames, count = scores.shape
    steps = np.zeros((frames, count), np.int8)
    reached = np.full((3, count), _NEVER, np.float32)
    best = np.full(count, _NEVER, np.float32)
    best[:2] = scores[0, :2]
    for frame in range(1, frames):
        reached[0] = best
        reached[1, 1:] = best[:-1]
        reached[2, 2:] = np.where(leaps[2:], best[:-2], _NEVER)
        steps[frame] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[frame]
    path = np.empty(frames, np.int64)
    state = count - 1 - int(best[-2] > best[-1])
    for frame in range(frames - 1, -1, -1):
        path[frame] = state
        state -= int(steps[frame, state])
    return path


def _frames(path: _States, scores: LogProbabilities, state: int) -> TokenFrames:
    (frames,) = np.nonzero(path == state)
    likely = float(np.exp(scores[frames, state]).mean())
    return TokenFrames(int(frames[0]), int(frames[-1]) + 1, min(1.0, likely))
