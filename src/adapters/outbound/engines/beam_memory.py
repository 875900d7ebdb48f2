"""What a Whisper decoder remembers while several texts of one window are tried side by side.

When the search drops a text for another, transformers copies all that is remembered in the new
order. What was heard is the same for all texts of a window and need not be copied: for five beams
of base that is 90 MB for each token.
"""

from typing import Any, final

import torch
from transformers import DynamicCache, EncoderDecoderCache


@final
class BeamMemory(EncoderDecoderCache):
    def __init__(self, *caches: Any) -> None:  # noqa: ANN401 - transformers makes copies with them
        super().__init__(*(caches or (DynamicCache(), DynamicCache())))

    def reorder_cache(self, beam_idx: torch.LongTensor) -> None:
        self.self_attention_cache.reorder_cache(beam_idx)
