"""Writing weights of CTranslate2 anew for torch: a made-up Whisper of a few kilobytes."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from adapters.outbound.models.converted_whisper import ConvertedWhisper
from adapters.outbound.models.ctranslate2_weights import read_weights
from adapters.outbound.models.model_catalog import DiskModelCatalog
from adapters.outbound.models.whisper_conversion import convert_whisper
from application.errors import CorruptWeightsError, ModelUnavailableError
from application.ports.model_catalog import ModelCatalog, ModelPurpose, ModelSource
from application.ports.progress import ignore_fraction

Arrays = Mapping[str, NDArray[Any]]
TORCH = ModelPurpose.TRANSCRIBE_TORCH
WIDTH, INNER, TOKENS, MELS = 4, 8, 11, 3


def a_side(side: str) -> dict[str, NDArray[Any]]:
    """One layer, with numbers that tell the parts of joined matrices apart."""
    layer = f"{side}/layer_0"
    arrays: dict[str, NDArray[Any]] = {
        f"{side}/num_heads": np.array(2, np.int16),
        f"{side}/position_encodings/encodings": halves(5, WIDTH),
        f"{layer}/self_attention/linear_0/weight": halves(3 * WIDTH, WIDTH),
        f"{layer}/self_attention/linear_0/bias": halves(3 * WIDTH),
        f"{layer}/ffn/linear_0/weight": halves(INNER, WIDTH),
        f"{layer}/ffn/linear_0/bias": halves(INNER),
        f"{layer}/ffn/linear_1/weight": halves(WIDTH, INNER),
        f"{layer}/ffn/linear_1/bias": halves(WIDTH),
    }
    squares = [f"{layer}/self_attention/linear_1"]
    norms = [f"{side}/layer_norm", f"{layer}/self_attention/layer_norm", f"{layer}/ffn/layer_norm"]
    if side == "decoder":
        squares += [f"{layer}/attention/linear_0", f"{layer}/attention/linear_2"]
        norms.append(f"{layer}/attention/layer_norm")
        arrays[f"{layer}/attention/linear_1/weight"] = halves(2 * WIDTH, WIDTH)
        arrays[f"{layer}/attention/linear_1/bias"] = halves(2 * WIDTH)
        arrays["decoder/embeddings/weight"] = halves(TOKENS, WIDTH)
    else:
        arrays["encoder/conv1/weight"] = halves(WIDTH, MELS, 3)
        arrays["encoder/conv2/weight"] = halves(WIDTH, WIDTH, 3)
        arrays |= {f"encoder/conv{number}/bias": halves(WIDTH) for number in (1, 2)}
    for name in squares:
        arrays |= {f"{name}/weight": halves(WIDTH, WIDTH), f"{name}/bias": halves(WIDTH)}
    for name in norms:
        arrays |= {f"{name}/gamma": halves(WIDTH), f"{name}/beta": halves(WIDTH)}
    return arrays


def halves(*shape: int) -> NDArray[Any]:
    return np.arange(np.prod(shape), dtype=np.float16).reshape(shape)


def write_model(folder: Path, arrays: Arrays) -> Path:
    """A folder as CTranslate2 keeps a Whisper."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(packed(arrays))
    (folder / "config.json").write_text(
        json.dumps({"alignment_heads": [[0, 1]], "suppress_ids": [1], "suppress_ids_begin": [2, 7]})
    )
    tokens = ["<|endoftext|>", "<|startoftranscript|>"]
    added = [{"id": 7 + place, "content": token} for place, token in enumerate(tokens)]
    (folder / "tokenizer.json").write_text(json.dumps({"added_tokens": added}))
    return folder


def packed(arrays: Arrays) -> bytes:
    kinds = {"float32": 0, "int8": 1, "int16": 2, "float16": 4}
    content = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, len(arrays))
    for name, array in arrays.items():
        content += text(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        content += struct.pack("<BI", kinds[array.dtype.name], array.nbytes) + array.tobytes()
    alias = text("decoder/projection/weight") + text("decoder/embeddings/weight")
    return content + struct.pack("<I", 1) + alias


def text(content: str) -> bytes:
    return struct.pack("<H", len(content) + 1) + content.encode() + b"\0"


@pytest.fixture
def arrays() -> dict[str, NDArray[Any]]:
    return a_side("encoder") | a_side("decoder")


@pytest.fixture
def origin(tmp_path: Path, arrays: Arrays) -> Path:
    return write_model(tmp_path / "origin", arrays)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def test_joined_projections_are_taken_apart(origin: Path, target: Path, arrays: Arrays) -> None:
    convert_whisper(origin, target)
    written = load_file(target / "model.safetensors")
    joined = arrays["decoder/layer_0/self_attention/linear_0/weight"]
    for place, letter in enumerate("qkv"):
        part = written[f"model.decoder.layers.0.self_attn.{letter}_proj.weight"]
        assert (part == joined[place * WIDTH : (place + 1) * WIDTH]).all()
    assert "model.decoder.layers.0.self_attn.k_proj.bias" not in written
    values = arrays["decoder/layer_0/attention/linear_1/bias"][WIDTH:]
    assert (written["model.decoder.layers.0.encoder_attn.v_proj.bias"] == values).all()


def test_whole_numbers_are_multiplied_out(
    tmp_path: Path, target: Path, arrays: dict[str, NDArray[Any]]
) -> None:
    name = "encoder/layer_0/ffn/linear_0/weight"
    arrays[name] = np.full((INNER, WIDTH), 100, np.int8)
    arrays[f"{name}_scale"] = np.full(INNER, 50, np.float32)
    convert_whisper(write_model(tmp_path / "small", arrays), target)
    written = load_file(target / "model.safetensors")["model.encoder.layers.0.fc1.weight"]
    assert (written == np.full((INNER, WIDTH), 2, np.float16)).all()


def test_the_shape_of_the_network_is_told(origin: Path, target: Path) -> None:
    convert_whisper(origin, target)
    config = json.loads((target / "config.json").read_bytes())
    told = ("vocab_size", "d_model", "num_mel_bins", "encoder_layers", "decoder_attention_heads")
    assert [config[name] for name in told] == [TOKENS, WIDTH, MELS, 1, 2]
    generation = json.loads((target / "generation_config.json").read_bytes())
    assert (generation["alignment_heads"], generation["is_multilingual"]) == ([[0, 1]], False)


@pytest.mark.parametrize("kept", [0, 3, 40, 2000])
def test_a_file_that_is_cut_is_told_from_a_sound_one(origin: Path, kept: int) -> None:
    file = origin / "model.bin"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(CorruptWeightsError, match=r"model\.bin"):
        read_weights(file)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.bin"])
def test_what_is_missing_is_named(origin: Path, target: Path, name: str) -> None:
    (origin / name).unlink()
    with pytest.raises(CorruptWeightsError, match=name):
        convert_whisper(origin, target)


def test_a_model_without_a_part_is_refused_by_its_name(
    tmp_path: Path, target: Path, arrays: dict[str, NDArray[Any]]
) -> None:
    del arrays["decoder/layer_norm/beta"]
    with pytest.raises(CorruptWeightsError, match="decoder/layer_norm/beta"):
        convert_whisper(write_model(tmp_path / "partial", arrays), target)


class TestTheCatalogue:
    @pytest.fixture
    def catalog(self, tmp_path: Path) -> ModelCatalog:
        return DiskModelCatalog.in_folder(tmp_path, default_model="mine", offline=True)

    def test_it_makes_weights_for_torch_of_those_that_are_here(
        self, catalog: ModelCatalog, tmp_path: Path, arrays: Arrays
    ) -> None:
        write_model(tmp_path / "whisper" / "mine", arrays)
        assert catalog.problem("mine", TORCH) is None
        assert catalog.locate("mine", TORCH) == tmp_path / "converted" / "mine"
        assert catalog.source_here("mine", TORCH) is ModelSource.LOCAL_FOLDER
        assert [each.purpose for each in catalog.entries() if each.name == "mine"] == [
            ModelPurpose.TRANSCRIBE
        ]

    def test_a_folder_for_torch_takes_its_place(
        self, catalog: ModelCatalog, tmp_path: Path, arrays: Arrays
    ) -> None:
        write_model(tmp_path / "whisper" / "mine", arrays)
        own = put_for_torch(tmp_path / "transformers" / "mine")
        assert catalog.locate("mine", TORCH) == own

    def test_a_model_may_be_here_for_torch_alone(
        self, catalog: ModelCatalog, tmp_path: Path
    ) -> None:
        own = put_for_torch(tmp_path / "transformers" / "theirs")
        assert catalog.canonical_name("theirs") == "theirs"
        assert catalog.offered_name("theirs") == "theirs"
        assert catalog.locate("theirs", TORCH) == own
        assert catalog.fetch("theirs", ignore_fraction) == own
        assert [each.purpose for each in catalog.entries() if each.name == "theirs"] == [TORCH]
        with pytest.raises(ModelUnavailableError):
            catalog.locate("theirs", ModelPurpose.TRANSCRIBE)

    def test_what_is_not_here_in_any_layout_is_a_problem(self, catalog: ModelCatalog) -> None:
        assert "HF_HUB_OFFLINE=1" in (catalog.problem("small", TORCH) or "")
        with pytest.raises(ModelUnavailableError, match="models fetch small"):
            catalog.locate("small", TORCH)


def put_for_torch(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).write_bytes(b"own")
    return folder


class TestKeeping:
    @pytest.fixture
    def converted(self, tmp_path: Path) -> ConvertedWhisper:
        return ConvertedWhisper(tmp_path / "converted")

    def test_what_was_converted_once_is_found(
        self, converted: ConvertedWhisper, origin: Path
    ) -> None:
        assert converted.find("tiny", origin) is None
        made = converted.make("tiny", origin)
        assert converted.find("tiny", origin) == converted.find("tiny", None) == made

    def test_other_weights_of_the_same_name_are_converted_anew(
        self, converted: ConvertedWhisper, origin: Path, arrays: Arrays
    ) -> None:
        converted.make("tiny", origin)
        write_model(origin, {**arrays, "decoder/more": halves(2)})
        assert converted.find("tiny", origin) is None
        assert converted.find("tiny", None) is not None
        made = converted.make("tiny", origin)
        assert converted.find("tiny", origin) == made

    def test_half_a_folder_is_not_found(self, converted: ConvertedWhisper, origin: Path) -> None:
        (converted.make("tiny", origin) / "model.safetensors").write_bytes(b"cut")
        assert converted.find("tiny", origin) is None

    def test_a_path_may_be_a_name(self, converted: ConvertedWhisper, origin: Path) -> None:
        made = converted.make(str(origin), origin)
        assert made.parent == converted.root
        assert converted.find(str(origin), origin) == made
