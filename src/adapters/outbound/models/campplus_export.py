"""CAM++, the speaker encoder, from its torch weights to the ONNX file that pyannote can run."""

import warnings
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx  # noqa: F401 - torch imports it in the middle of an export: better to miss it here
import onnxruntime
import torch

from application.errors import CorruptWeightsError

FEATURES: Final = 80
"""Mel bands of the filter bank that pyannote computes for WeSpeaker models."""
FRAMES_TRIED: Final = (298, 1003)
"""Three seconds, which the export is traced with, and a length that it has not seen."""
TOLERANCE: Final = 1e-3
SEED: Final = 0


def export_campplus(network: Path, weights: Path, target: Path) -> None:
    """Raises CorruptWeightsError when the file would not compute what the network computes."""
    encoder = _encoder(network, weights)
    _export(encoder, target)
    _compare(encoder, target)


def _encoder(network: Path, weights: Path) -> torch.nn.Module:
    state = torch.load(weights, map_location="cpu", weights_only=True)
    embedding_size = state["xvector.dense.linear.weight"].shape[0]
    encoder: torch.nn.Module = _architecture(network).CAMPPlus(
        feat_dim=FEATURES, embedding_size=embedding_size
    )
    encoder.load_state_dict(state)
    return encoder.eval()


def _architecture(network: Path) -> Any:  # noqa: ANN401 - a module that only exists in the weights
    spec = spec_from_file_location("hexavox_campplus", network)
    if spec is None or spec.loader is None:
        raise CorruptWeightsError("The speaker encoder's network is not a Python module.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _export(encoder: torch.nn.Module, target: Path) -> None:
    with warnings.catch_warnings():
        # Tracing warns that branches on the length are frozen; _compare tries another length.
        warnings.filterwarnings("ignore", message="Converting a tensor to a Python boolean")
        # The newer exporter needs one more package and gains nothing here.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            encoder,
            (_noise(1, FRAMES_TRIED[0]),),
            str(target),
            # The names that pyannote's WeSpeaker wrapper asks for.
            input_names=["feats"],
            output_names=["embs"],
            dynamic_axes={"feats": {0: "B", 1: "T"}, "embs": {0: "B"}},
            opset_version=17,
            dynamo=False,
        )


def _compare(encoder: torch.nn.Module, target: Path) -> None:
    session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
    for frames in FRAMES_TRIED:
        features = _noise(2, frames)
        with torch.inference_mode():
            expected = encoder(features).numpy()
        (computed,) = session.run(["embs"], {"feats": features.numpy()})
        if not np.allclose(expected, computed, rtol=0, atol=TOLERANCE):
            raise CorruptWeightsError(
                "The speaker encoder does not compute the same as before its conversion."
            )


def _noise(batch: int, frames: int) -> torch.Tensor:
    return torch.randn(batch, frames, FEATURES, generator=torch.Generator().manual_seed(SEED))
