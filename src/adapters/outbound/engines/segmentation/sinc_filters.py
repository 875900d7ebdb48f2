"""Band passes of which only the cutoffs were learned: SincNet's, in pairs of even and odd.

Ravanelli and Bengio, "Speaker recognition from raw waveform with SincNet", SLT 2018
(https://arxiv.org/abs/1808.00158); the odd ones: Pariente, Cornell, Deleforge and Vincent,
"Filterbank design for end-to-end speech separation", ICASSP 2020
(https://arxiv.org/abs/1910.10400).
"""

from typing import Final

import torch

_LEAST_HERTZ: Final = 50
"""Of where a band begins, and of how wide it is."""
_NYQUIST: Final = 8_000


def sinc_filters(
    low: torch.Tensor, width: torch.Tensor, window: torch.Tensor, angles: torch.Tensor
) -> torch.Tensor:
    """Shape (2 * bands, 1, taps): all even filters, then all odd ones.

    `low` and `width` are hertz as they were learned, shape (bands, 1). A filter is given by its
    left half: `window` weighs its taps, shape (taps // 2,), and `angles` are radians for each
    hertz at each of them, shape (1, taps // 2).
    """
    start = _LEAST_HERTZ + low.abs()
    stop = (start + _LEAST_HERTZ + width.abs()).clamp(_LEAST_HERTZ, _NYQUIST)
    band = stop - start
    from_start, from_stop = start @ angles, stop @ angles
    even = (from_stop.sin() - from_start.sin()) / (angles / 2) * window
    odd = (from_start.cos() - from_stop.cos()) / (angles / 2) * window
    filters = torch.cat(
        [
            torch.cat([even, 2 * band, even.flip(1)], dim=1) / (2 * band),
            torch.cat([odd, torch.zeros_like(band), -odd.flip(1)], dim=1) / (2 * band),
        ]
    )
    return filters[:, None]
