"""CAM++ in onnxruntime, on the features that it was trained on."""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from torchaudio.compliance import kaldi  # type: ignore[import-untyped]

from application.waveform import SAMPLE_RATE, Samples

_FULL_SCALE: Final = 1 << 15
"""Kaldi counts amplitudes as 16-bit integers."""
_MEL_BINS: Final = 80

Vector = npt.NDArray[np.float32]


class CampplusModel:
    """Several threads may ask it at once: an onnxruntime session may be run from several."""

    def __init__(self, weights: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            weights, providers=["CPUExecutionProvider"], sess_options=options
        )

    def vector(self, samples: Samples) -> Vector:
        """192 numbers, of at least 0.025 s of sound."""
        return self.vector_of(features(samples))

    def vector_of(self, centred: npt.NDArray[np.float32]) -> Vector:
        """The same of features that are there already."""
        (vectors,) = self._session.run(["embs"], {"feats": centred[None]})
        vector: Vector = vectors[0]
        return vector


def features(samples: Samples) -> npt.NDArray[np.float32]:
    """Kaldi's filter banks, shape (frames, 80), less their mean: exactly what pyannote gives this
    network, so that its voices and ours can be told by the same measure. torchaudio's because
    pyannote brings it along, and computes with it, too."""
    banks = kaldi.fbank(
        # A copy: torch warns of sound in memory that may only be read.
        torch.from_numpy(samples * np.float32(_FULL_SCALE))[None],
        num_mel_bins=_MEL_BINS,
        frame_length=25.0,
        frame_shift=10.0,
        dither=0.0,
        sample_frequency=float(SAMPLE_RATE),
        window_type="hamming",
        use_energy=False,
    )
    centred: npt.NDArray[np.float32] = (banks - banks.mean(dim=0, keepdim=True)).numpy()
    return centred
