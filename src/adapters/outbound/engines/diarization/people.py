"""How many people a recording has, and what each sounds like."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from adapters.outbound.engines.diarization.clusters import (
    GONE,
    Clusters,
    Labels,
    Numbers,
    joined_by_mean,
)
from adapters.outbound.engines.diarization.frames import Vectors, unit
from adapters.outbound.engines.diarization.heard import Heard
from adapters.outbound.engines.diarization.rules import ClusteringRules
from domain.speaker import SpeakerCount

BLOCK: Final = 1000
"""Vectors whose every pair is compared: about twelve minutes of speech, 4 MB."""
MOST_MOMENTS: Final = 2000
"""Clusters of neighbours that are compared in the end, 16 MB; of more, those of most vectors."""
_TIGHTER: Final = (0.7, 0.4)
"""Shares of the distance up to which neighbours are joined, tried in turn until there are as many
people as there have to be."""
_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class _Votes:
    vectors: Vectors
    windows: Labels
    weights: Numbers


def people(heard: Heard, rules: ClusteringRules, count: SpeakerCount) -> Vectors:
    """A vector for each; at least one. There are fewer than asked for where there is too little
    speech, and never more."""
    votes = _votes(heard, rules)
    found = _found(votes, rules, count)
    for share in _TIGHTER:
        if len(found) >= (count.at_least or 1):
            return found
        tighter = replace(rules, same_moment=rules.same_moment * share)
        found = _found(votes, tighter, count)
    return _split(votes, found, count.at_least or 1)


def _votes(heard: Heard, rules: ClusteringRules) -> _Votes:
    voting = heard.seconds >= rules.least_vote
    if voting.sum() < 2:
        # A word or two in all: whoever says them counts.
        voting = heard.seconds >= heard.seconds.max(initial=0) / 2
    weights: Numbers = np.minimum(heard.seconds[voting] / rules.full_vote, 1)
    return _Votes(heard.vectors[voting], heard.windows[voting], weights)


def _found(votes: _Votes, rules: ClusteringRules, count: SpeakerCount) -> Vectors:
    enough = rules.votes_needed(len(votes.vectors))
    clusters = _moments(votes, 1 - rules.same_moment)
    _join_people(clusters, rules, count, enough)
    # Where nobody says enough, whoever says most is somebody.
    is_person = clusters.counts >= min(enough, clusters.counts.max())
    middles: Vectors = clusters.middles()[is_person & (clusters.counts > 0)]
    return middles


def _split(votes: _Votes, found: Vectors, number: int) -> Vectors:
    """As many people as were asked for, although their voices do not say so: whatever is least
    like anybody is somebody else's, and all go to whom they are most like (k-means)."""
    while len(found) < min(number, len(votes.vectors)):
        least_like = (votes.vectors @ found.T).max(axis=1).argmin()
        found = np.vstack([found, votes.vectors[least_like]])
        for _ in range(_ROUNDS):
            nearest = (votes.vectors @ found.T).argmax(axis=1)
            own = [votes.vectors[nearest == person] for person in range(len(found))]
            found = unit(
                np.stack(
                    [each.sum(axis=0) if len(each) else found[n] for n, each in enumerate(own)]
                )
            )
    return found


def _join_people(
    clusters: Clusters, rules: ClusteringRules, count: SpeakerCount, enough: float
) -> None:
    """The most alike become one as long as they are one person's, or too many; people without
    whom there would be too few stay what they are."""
    while True:
        is_person = clusters.counts >= enough
        alike = clusters.likeness(rules.heard_apart)
        if is_person.sum() <= (count.at_least or 1):
            alike[np.ix_(is_person, is_person)] = GONE
        one, other = np.unravel_index(np.argmax(alike), alike.shape)
        too_many = count.at_most is not None and is_person.sum() > count.at_most
        least = -1.0 if too_many else 1 - rules.same_person
        if alike[one, other] <= GONE or alike[one, other] < least:
            return
        clusters.join(int(one), int(other))


def _moments(votes: _Votes, least: float) -> Clusters:
    """Clusters of vectors that are alike beyond doubt: first of neighbours, a block at a time, so
    that long recordings take no more memory, then of all."""
    blocks, total = [], 0
    for first in range(0, len(votes.vectors), BLOCK):
        vectors = votes.vectors[first : first + BLOCK]
        labels = joined_by_mean(vectors, np.ones(len(vectors), np.float32), least)
        blocks.append(labels + total)
        total += int(labels.max()) + 1
    labels = np.concatenate(blocks)
    if len(blocks) > 1:
        votes, labels = _largest(votes, labels)
        counts = np.bincount(labels).astype(np.float32)
        sums = np.zeros((len(counts), votes.vectors.shape[1]), np.float32)
        np.add.at(sums, labels, votes.vectors)
        labels = joined_by_mean(sums, counts, least)[labels]
    return Clusters.labelled(votes.vectors, labels, votes.windows, votes.weights)


def _largest(votes: _Votes, labels: Labels) -> tuple[_Votes, Labels]:
    counts = np.bincount(labels)
    kept = np.isin(labels, np.argsort(-counts, kind="stable")[:MOST_MOMENTS])
    fewer = _Votes(votes.vectors[kept], votes.windows[kept], votes.weights[kept])
    return fewer, np.unique(labels[kept], return_inverse=True)[1].astype(np.int32)


def without(people_found: Vectors, number: int) -> Vectors:
    return unit(np.delete(people_found, number, axis=0))
