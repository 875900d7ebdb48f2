"""From what was heard of a recording to who speaks when: numbers only, no network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from adapters.outbound.engines.diarization.frames import (
    FRAME_SECONDS,
    UNTOLD,
    Vectors,
    second_of,
    unit,
)
from adapters.outbound.engines.diarization.heard import Heard, Seconds, Stretches
from adapters.outbound.engines.diarization.people import people, without
from adapters.outbound.engines.diarization.rules import ClusteringRules
from adapters.outbound.engines.diarization.timeline import Places, Timeline, placed
from adapters.outbound.engines.pyannote_turns import Track
from domain.speaker import SpeakerCount

_ENOUGH_TO_KNOW: float = 3.0
"""Seconds in stretches of a second or more that a person is known better by than by windows."""
_LONG_STRETCH: float = 1.0
_MOST_OF_ONE: float = 3.0


@dataclass(frozen=True, slots=True)
class ToldApart:
    floor: Sequence[Track]
    overlapping: Sequence[Track]
    vectors: Vectors
    """Of each person, whose number is the name in the tracks."""


def tell_apart(
    heard: Heard, stretches: Stretches, rules: ClusteringRules, count: SpeakerCount
) -> ToldApart:
    """`heard` has somebody in it who says a word."""
    found = people(heard, rules, count)
    timeline, owners = _timeline(heard, stretches, found, rules)
    while (nobody := _nobody(timeline, found, rules, count)) is not None:
        found = without(found, nobody)
        timeline, owners = _timeline(heard, stretches, found, rules)
    found = _known_better(found, stretches, owners)
    timeline, _ = _timeline(heard, stretches, found, rules)
    floor, second = timeline.floor(), timeline.second()
    tracks = list(_tracks(floor))
    return ToldApart(
        floor=tracks,
        overlapping=[
            track
            for person in range(len(found))
            for track in _tracks(np.where((floor == person) | (second == person), person, UNTOLD))
        ],
        vectors=found,
    )


def _timeline(
    heard: Heard, stretches: Stretches, found: Vectors, rules: ClusteringRules
) -> tuple[Timeline, Places]:
    """Also whose each stretch is."""
    timeline = Timeline.of(heard.codes, placed(heard, found), len(found))
    owners = np.array(
        [timeline.whose(first, after) for first, after in stretches.spans.tolist()], np.int32
    )
    if len(found) == 1 or not len(owners):
        return timeline, owners
    alike = stretches.vectors @ found.T
    likeliest, rows = alike.argmax(axis=1), np.arange(len(alike))
    clear = alike[rows, likeliest] - alike[rows, owners] > rules.clearer
    clear &= _seconds(stretches) >= rules.shortest_look
    for number in np.flatnonzero(clear):
        owners[number] = likeliest[number]
        first, after = stretches.spans[number].tolist()
        timeline.give(first, after, int(likeliest[number]))
    return timeline, owners


def _nobody(
    timeline: Timeline, found: Vectors, rules: ClusteringRules, count: SpeakerCount
) -> int | None:
    """Whoever says least, if that is too little to be a person."""
    if len(found) <= (count.at_least or 1):
        return None
    floor, second = timeline.floor(), timeline.second()
    said = np.array([((floor == n) | (second == n)).sum() for n in range(len(found))])
    seconds = said * FRAME_SECONDS
    alike = found @ found.T
    np.fill_diagonal(alike, -1)
    little = max(rules.doubtful_speech, rules.share_in_long * seconds.sum())
    doubtful = (seconds < little) & (alike.max(axis=1) > 1 - rules.unlike)
    nobodies = np.flatnonzero((seconds < rules.least_speech) | doubtful)
    return int(nobodies[seconds[nobodies].argmin()]) if len(nobodies) else None


def _known_better(found: Vectors, stretches: Stretches, owners: Places) -> Vectors:
    """The middles of stretches that are a person's alone, where there are enough of them."""
    better = found.copy()
    seconds = _seconds(stretches)
    for person in range(len(found)):
        own = (owners == person) & (seconds >= _LONG_STRETCH)
        if seconds[own].sum() >= _ENOUGH_TO_KNOW:
            weights = np.minimum(seconds[own], _MOST_OF_ONE)
            better[person] = unit(weights @ stretches.vectors[own])
    return better


def _seconds(stretches: Stretches) -> Seconds:
    frames = stretches.spans[:, 1] - stretches.spans[:, 0]
    return (frames * FRAME_SECONDS).astype(np.float32)


def _tracks(persons: Places) -> Iterator[Track]:
    """The stretches of one person each in a row of persons."""
    borders = np.flatnonzero(np.diff(persons)) + 1
    firsts = np.concatenate([[0], borders])
    for first, after in zip(firsts, [*borders, len(persons)], strict=True):
        if persons[first] != UNTOLD:
            yield second_of(int(first)), second_of(int(after)), str(persons[first])
