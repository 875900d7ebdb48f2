"""The cheapest way through a matrix, in order of time."""

import numpy as np

from adapters.outbound.engines.warped_time import first_columns


def test_a_way_that_costs_nothing_is_taken() -> None:
    costs = np.ones((3, 6))
    for row, columns in enumerate([(0, 1), (2, 3), (4, 5)]):
        costs[row, columns] = 0
    assert first_columns(costs) == [0, 2, 4]


def test_one_row_begins_at_the_beginning() -> None:
    assert first_columns(np.ones((1, 5))) == [0]


def test_more_rows_than_columns_share_them() -> None:
    entered = first_columns(np.ones((5, 2)))
    assert entered[0] == 0
    assert entered[-1] == 1
    assert entered == sorted(entered)
