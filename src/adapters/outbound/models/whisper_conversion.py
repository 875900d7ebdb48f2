"""A folder with Whisper for CTranslate2, written once more as transformers reads it.

With it the torch engine runs on the weights that packages carry, without a hub.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from adapters.outbound.models.ctranslate2_weights import Weights, read_weights
from adapters.outbound.models.safetensors_file import write_safetensors
from adapters.outbound.models.whisper_layers import named_tensors
from application.errors import CorruptWeightsError

EDITION: Final = 1
"""Raised when the same weights are to be written in another way."""
_ARCHITECTURE: Final = "WhisperForConditionalGeneration"
_TOKENS_IF_MULTILINGUAL: Final = 51_865
"""English-only models have one less."""
_TEXT: Final = "<|endoftext|>"
_BEGIN: Final = "<|startoftranscript|>"


def convert_whisper(origin: Path, target: Path) -> None:
    """Fill the empty folder `target`. config.json is written last, so a folder that has one is
    complete. Raises CorruptWeightsError."""
    weights = read_weights(origin / "model.bin")
    facts = _read_json(origin / "config.json")
    token_ids = _token_ids(origin)
    write_safetensors(list(named_tensors(weights)), target / "model.safetensors")
    shutil.copyfile(origin / "tokenizer.json", target / "tokenizer.json")
    _write_json(target / "generation_config.json", _generation(weights, facts, token_ids))
    _write_json(target / "config.json", _shape(weights, token_ids))


def _shape(weights: Weights, token_ids: Mapping[str, int]) -> dict[str, Any]:
    vocabulary, width = weights["decoder/embeddings/weight"].shape
    inner = len(weights["encoder/layer_0/ffn/linear_0/bias"])
    end = token_ids[_TEXT]
    return {
        "architectures": [_ARCHITECTURE],
        "model_type": "whisper",
        "vocab_size": vocabulary,
        "d_model": width,
        "num_mel_bins": weights["encoder/conv1/weight"].shape[1],
        "max_source_positions": len(weights["encoder/position_encodings/encodings"]),
        "max_target_positions": len(weights["decoder/position_encodings/encodings"]),
        "encoder_layers": weights.layers("encoder"),
        "decoder_layers": weights.layers("decoder"),
        "encoder_attention_heads": weights.number("encoder/num_heads"),
        "decoder_attention_heads": weights.number("decoder/num_heads"),
        "encoder_ffn_dim": inner,
        "decoder_ffn_dim": inner,
        "bos_token_id": end,
        "eos_token_id": end,
        "pad_token_id": end,
        "decoder_start_token_id": token_ids[_BEGIN],
        "torch_dtype": str(weights["decoder/embeddings/weight"].dtype),
    }


def _generation(
    weights: Weights, facts: Mapping[str, Any], token_ids: Mapping[str, int]
) -> dict[str, Any]:
    """What decoding needs besides the weights; `facts` is CTranslate2's own config.json."""
    end = token_ids[_TEXT]
    return {
        "bos_token_id": end,
        "eos_token_id": end,
        "pad_token_id": end,
        "decoder_start_token_id": token_ids[_BEGIN],
        "alignment_heads": facts.get("alignment_heads"),
        "begin_suppress_tokens": facts.get("suppress_ids_begin"),
        "suppress_tokens": facts.get("suppress_ids"),
        "is_multilingual": len(weights["decoder/embeddings/weight"]) >= _TOKENS_IF_MULTILINGUAL,
        "max_length": len(weights["decoder/position_encodings/encodings"]),
    }


def _token_ids(origin: Path) -> Mapping[str, int]:
    tokenizer = _read_json(origin / "tokenizer.json")
    try:
        ids = {token["content"]: int(token["id"]) for token in tokenizer["added_tokens"]}
    except (KeyError, TypeError, ValueError):
        ids = {}
    if not {_TEXT, _BEGIN} <= ids.keys():
        raise CorruptWeightsError("tokenizer.json is not that of Whisper.")
    return ids


def _read_json(file: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CorruptWeightsError(f"The model lacks a sound {file.name}.") from error
    if not isinstance(content, dict):
        raise CorruptWeightsError(f"The model lacks a sound {file.name}.")
    return content


def _write_json(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
