"""What the weights of Whisper are called in transformers, and where CTranslate2 has them.

CTranslate2 keeps projections that read the same input as one matrix: queries, keys and values of
self-attention, and keys and values of cross-attention. Keys have no bias in Whisper.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from adapters.outbound.models.ctranslate2_weights import Array, Weights

ReadTensor: TypeAlias = Callable[[], Array]
_NO_BIAS: Final = "k"


@dataclass(frozen=True, slots=True)
class NamedTensor:
    name: str
    """In transformers."""
    read: ReadTensor


def named_tensors(weights: Weights) -> Iterator[NamedTensor]:
    """Every one but `proj_out.weight`, which is the embedding once more."""
    for convolution in ("conv1", "conv2"):
        for part in ("weight", "bias"):
            name = f"encoder/{convolution}/{part}"
            yield _same(weights, name, f"model.encoder.{convolution}.{part}")
    yield _same(weights, "decoder/embeddings/weight", "model.decoder.embed_tokens.weight")
    for side in ("encoder", "decoder"):
        positions = f"{side}/position_encodings/encodings"
        yield _same(weights, positions, f"model.{side}.embed_positions.weight")
        yield from _norm(weights, f"{side}/layer_norm", f"model.{side}.layer_norm")
        for number in range(weights.layers(side)):
            ours = f"{side}/layer_{number}"
            yield from _layer(weights, ours, f"model.{side}.layers.{number}", side=side)


def _layer(weights: Weights, ours: str, theirs: str, *, side: str) -> Iterator[NamedTensor]:
    own = f"{ours}/self_attention"
    yield from _norm(weights, f"{own}/layer_norm", f"{theirs}.self_attn_layer_norm")
    yield from _parts(weights, f"{own}/linear_0", f"{theirs}.self_attn", "qkv")
    yield from _linear(weights, f"{own}/linear_1", f"{theirs}.self_attn.out_proj")
    if side == "decoder":
        cross = f"{ours}/attention"
        yield from _norm(weights, f"{cross}/layer_norm", f"{theirs}.encoder_attn_layer_norm")
        yield from _parts(weights, f"{cross}/linear_0", f"{theirs}.encoder_attn", "q")
        yield from _parts(weights, f"{cross}/linear_1", f"{theirs}.encoder_attn", "kv")
        yield from _linear(weights, f"{cross}/linear_2", f"{theirs}.encoder_attn.out_proj")
    yield from _norm(weights, f"{ours}/ffn/layer_norm", f"{theirs}.final_layer_norm")
    yield from _linear(weights, f"{ours}/ffn/linear_0", f"{theirs}.fc1")
    yield from _linear(weights, f"{ours}/ffn/linear_1", f"{theirs}.fc2")


def _norm(weights: Weights, ours: str, theirs: str) -> Iterator[NamedTensor]:
    yield _same(weights, f"{ours}/gamma", f"{theirs}.weight")
    yield _same(weights, f"{ours}/beta", f"{theirs}.bias")


def _linear(weights: Weights, ours: str, theirs: str) -> Iterator[NamedTensor]:
    yield _same(weights, f"{ours}/weight", f"{theirs}.weight")
    yield _same(weights, f"{ours}/bias", f"{theirs}.bias")


def _parts(weights: Weights, ours: str, theirs: str, letters: str) -> Iterator[NamedTensor]:
    """One matrix that is as many projections as there are letters."""
    for index, letter in enumerate(letters):
        for kind in ("weight", "bias"):
            if kind == "bias" and letter == _NO_BIAS:
                continue
            read = _part(weights, f"{ours}/{kind}", index, len(letters))
            yield NamedTensor(f"{theirs}.{letter}_proj.{kind}", read)


def _part(weights: Weights, name: str, index: int, count: int) -> ReadTensor:
    return lambda: np.split(weights[name], count)[index]


def _same(weights: Weights, ours: str, theirs: str) -> NamedTensor:
    return NamedTensor(theirs, lambda: weights[ours])
