"""Clusters of vectors, known by their sums: all that is needed to say how alike two of them are."""

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from adapters.outbound.engines.diarization.frames import Vectors, unit

Numbers: TypeAlias = npt.NDArray[np.float32]
Labels: TypeAlias = npt.NDArray[np.int32]

GONE = -9.0
"""Less alike than anything can be: what has become part of another cluster."""


@dataclass(slots=True)
class Clusters:
    """They shrink in number when two become one; places are never given again."""

    sums: Numbers
    """Shape (n, 192): of the cluster's vectors."""
    counts: Numbers
    """Shape (n,): how many vectors those are; 0 for what has become part of another."""
    weights: Numbers
    """Shape (n,): how certain its windows are, added up."""
    apart: Numbers
    """Shape (n, n): the same, of windows in which both are heard as two voices."""

    @classmethod
    def labelled(cls, vectors: Vectors, labels: Labels, windows: Labels, weights: Numbers) -> Self:
        """`windows` ascend; `labels` are counted from 0."""
        size = int(labels.max()) + 1
        sums = np.zeros((size, vectors.shape[1]), np.float32)
        np.add.at(sums, labels, vectors)
        apart = np.zeros((size, size), np.float32)
        for step in (1, 2):  # three voices of a window stand side by side
            beside = np.flatnonzero(windows[:-step] == windows[step:])
            pairs = labels[beside], labels[beside + step]
            np.add.at(apart, pairs, weights[beside] * weights[beside + step])
        return cls(
            sums=sums,
            counts=np.bincount(labels, minlength=size).astype(np.float32),
            weights=np.bincount(labels, weights, minlength=size).astype(np.float32),
            apart=apart + apart.T,
        )

    def middles(self) -> Vectors:
        return unit(self.sums)

    def likeness(self, heard_apart: float) -> Numbers:
        """Of each to each by their middles, less where they are heard as two voices."""
        middles = self.middles()
        smaller = np.maximum(np.minimum.outer(self.weights, self.weights), 1e-6)
        heard: Numbers = np.minimum(self.apart / smaller, 1)
        alike: Numbers = (middles @ middles.T - heard_apart * heard).astype(np.float32)
        alike[self.counts == 0] = GONE
        alike[:, self.counts == 0] = GONE
        np.fill_diagonal(alike, GONE)
        return alike

    def join(self, one: int, other: int) -> None:
        for numbers in (self.sums, self.counts, self.weights, self.apart):
            numbers[one] += numbers[other]
            numbers[other] = 0
        self.apart[:, one] += self.apart[:, other]
        self.apart[:, other] = 0


def joined_by_mean(sums: Numbers, counts: Numbers, least: float) -> Labels:
    """Agglomerative clustering by the mean of all cosines between two clusters, which their sums
    are enough for: the most alike are joined as long as they are `least` alike."""
    sums, counts = sums.copy(), counts.astype(np.float32)
    alike = (sums @ sums.T) / np.outer(counts, counts)
    np.fill_diagonal(alike, GONE)
    owner = np.arange(len(sums))
    while len(sums) > 1:
        one, other = np.unravel_index(np.argmax(alike), alike.shape)
        if alike[one, other] < least:
            break
        sums[one] += sums[other]
        counts[one] += counts[other]
        owner[owner == other] = one
        row = (sums @ sums[one]) / (counts * counts[one])
        row[alike[one] == GONE] = GONE
        alike[one], alike[:, one] = row, row
        alike[other], alike[:, other] = GONE, GONE
    return np.unique(owner, return_inverse=True)[1].astype(np.int32)
