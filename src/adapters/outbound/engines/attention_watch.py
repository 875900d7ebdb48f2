"""Where in the sound a Whisper decoder looks while it reads a text.

The fast kinds of attention do not say what they attend to, so it is computed once more for the few
heads that follow the sound, from what goes into them. That works with every kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, TypeAlias

import torch

Module: TypeAlias = Any  # transformers' own attention has no types


class AttentionWatch:
    """Each thread watches what it computes itself."""

    def __init__(self, model: Module, heads: Sequence[tuple[int, int]]) -> None:
        """`heads` are pairs of a decoder layer and one of its heads."""
        self._watching = local()
        of_layer: dict[int, list[int]] = {}
        for layer, head in heads:
            of_layer.setdefault(layer, []).append(head)
        for layer, chosen in of_layer.items():
            attention = model.model.decoder.layers[layer].encoder_attn
            attention.register_forward_pre_hook(self._hook(chosen), with_kwargs=True)

    @contextmanager
    def watching(self) -> Iterator[list[torch.Tensor]]:
        """Filled with a tensor for each layer that is watched: texts, heads, tokens, moments; the
        values are those before the softmax."""
        self._watching.seen = []
        try:
            yield self._watching.seen
        finally:
            self._watching.seen = None

    def _hook(self, heads: Sequence[int]) -> Any:  # noqa: ANN401 - torch's own kind of callable
        def watch(module: Module, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> None:
            seen = getattr(self._watching, "seen", None)
            if seen is not None:
                read = named["hidden_states"] if "hidden_states" in named else arguments[0]
                heard = named["key_value_states"]
                seen.append(_scores(module, heads, read, heard))

        return watch


def _scores(
    module: Module, heads: Sequence[int], read: torch.Tensor, heard: torch.Tensor
) -> torch.Tensor:
    queries = _of_heads(module, module.q_proj(read) * module.scaling, heads)
    keys = _of_heads(module, module.k_proj(heard), heads)
    return (queries @ keys.transpose(-1, -2)).float()


def _of_heads(module: Module, projected: torch.Tensor, heads: Sequence[int]) -> torch.Tensor:
    texts, length, _ = projected.shape
    by_head = projected.view(texts, length, module.num_heads, module.head_dim)
    return by_head[:, :, list(heads)].transpose(1, 2)
