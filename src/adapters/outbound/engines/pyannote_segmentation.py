"""The network that says of each moment of 10 s who speaks, asked whether anybody does."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from adapters.outbound.engines.segmentation.network import load_segmentation
from adapters.outbound.engines.speech_windows import FRAMES, Probabilities
from application.waveform import Samples


class PyannoteSegmentation:
    """Several threads may ask it at once: in evaluation mode torch changes nothing in it."""

    def __init__(self, folder: Path, device: str, threads: int = 1) -> None:
        """Raises CorruptWeightsError where the folder holds another network."""
        self._device = torch.device(device)
        self._model = load_segmentation(folder / "pytorch_model.bin", self._device)
        self._threads = threads

    def speech_in(self, windows: Sequence[Samples]) -> list[Probabilities]:
        """How likely somebody speaks, for each frame of each window."""
        # For each calling thread: OpenMP counts its helpers per thread.
        torch.set_num_threads(self._threads)
        sound = torch.from_numpy(np.stack(windows))[:, None].to(self._device)
        with torch.inference_mode():
            scores = self._model(sound)
        # Its first class is that nobody speaks; the others are who does, alone or two together.
        speech: npt.NDArray[np.float32] = 1 - scores[..., 0].exp().cpu().numpy()
        return [each[:FRAMES] for each in speech]
