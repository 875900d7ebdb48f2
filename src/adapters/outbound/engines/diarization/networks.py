"""Segmentation-3.0 and CAM++: who speaks in a window, and what a voice sounds like."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from adapters.outbound.engines.campplus_model import CampplusModel, features
from adapters.outbound.engines.diarization.frames import FRAMES, Codes
from adapters.outbound.engines.segmentation.network import load_segmentation
from application.waveform import Samples

_CODE_OF_CLASS: Final = np.array([0, 1, 2, 4, 1 | 2, 1 | 4, 2 | 4], np.uint8)
"""What the classes of the network mean, in its order: nobody, one of three, two of them; a bit for
each."""


class VoiceNetworks:
    """Several threads may ask at once: neither torch in evaluation mode nor a session of
    onnxruntime changes while it computes."""

    def __init__(self, folder: Path, device: str, threads: int) -> None:
        """Raises CorruptWeightsError where the folder holds other networks."""
        self._device = torch.device(device)
        weights = folder / "segmentation" / "pytorch_model.bin"
        self._segmentation = load_segmentation(weights, self._device)
        self._encoder = CampplusModel(folder / "embedding" / "wespeaker-campplus.onnx")
        self._threads = threads

    def who_speaks(self, windows: Sequence[Samples]) -> Codes:
        """Shape (windows, FRAMES)."""
        # For each calling thread: OpenMP counts its helpers per thread.
        torch.set_num_threads(self._threads)
        sound = torch.from_numpy(np.stack(windows))[:, None].to(self._device)
        with torch.inference_mode():
            likeliest = self._segmentation(sound).argmax(dim=-1).cpu().numpy()
        codes: Codes = _CODE_OF_CLASS[likeliest[:, :FRAMES]]
        return codes

    def features(self, samples: Samples) -> npt.NDArray[np.float32]:
        """Shape (n, 80), one row for each 10 ms."""
        return features(samples)

    def voice(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The vector of what these rows of features are of; at least 20 of them."""
        return self._encoder.vector_of(rows - rows.mean(axis=0, keepdims=True))
