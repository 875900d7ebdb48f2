"""When each token of a text was said, by where the decoder looked while it read it.

The steps and the numbers are those of OpenAI's timing.py.
"""

from typing import Final

import torch

from adapters.outbound.engines.warped_time import first_columns

SECONDS_PER_MOMENT: Final = 0.02
"""Of the encoder's output."""
_FILTER: Final = 7
"""Moments whose median each one becomes, so that a single glance aside does not count."""


def token_times(scores: torch.Tensor, *, moments: int) -> list[float]:
    """For each row of tokens the second at which it begins.

    `scores` are heads, tokens and moments before the softmax; only the first `moments` have sound.
    """
    weights = scores[..., :moments].softmax(dim=-1)
    spread, middle = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
    weights = (weights - middle) / spread.clamp_min(1e-8)
    costs = -_median_filtered(weights).mean(dim=0)
    columns = first_columns(costs.double().cpu().numpy())
    return [column * SECONDS_PER_MOMENT for column in columns]


def _median_filtered(weights: torch.Tensor) -> torch.Tensor:
    around = _FILTER // 2
    if weights.shape[-1] <= around:
        return weights
    padded = torch.nn.functional.pad(weights, (around, around), mode="reflect")
    return padded.unfold(-1, _FILTER, 1).median(dim=-1).values
