"""Which tokens go with which moments: the cheapest way through a matrix, in order of time."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_DIAGONAL, _DOWN, _RIGHT = 0, 1, 2
_STEPS: Final = np.array([(1, 1), (1, 0), (0, 1)])
"""How far each move goes back, in rows and columns."""


def first_columns(costs: NDArray[np.floating[Any]]) -> list[int]:
    """For each row the column at which the cheapest way from corner to corner enters it.

    The way goes right, down, or both at once (dynamic time warping). All cells of a diagonal are
    computed together: a thousand steps of numpy, and not a hundred thousand of Python.
    """
    rows, columns = costs.shape
    moves = _cheapest_moves(costs)
    entered = [0] * rows
    row, column = rows - 1, columns - 1
    while row >= 0 and column >= 0:
        entered[row] = column
        back = _STEPS[moves[row, column]]
        row, column = row - int(back[0]), column - int(back[1])
    return entered


def _cheapest_moves(costs: NDArray[np.floating[Any]]) -> NDArray[np.int8]:
    """How one comes to each cell. The first row is entered from the left, the first column from
    above."""
    rows, columns = costs.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    moves = np.zeros((rows, columns), np.int8)
    for diagonal in range(rows + columns - 1):
        row = np.arange(max(0, diagonal - columns + 1), min(rows, diagonal + 1))
        column = diagonal - row
        ways = np.stack([total[row, column], total[row, column + 1], total[row + 1, column]])
        best = ways.argmin(axis=0)
        moves[row, column] = best
        total[row + 1, column + 1] = costs[row, column] + ways[best, np.arange(len(row))]
    return moves
