"""Segmentation-3.0: who of three voices speaks, for each 17 ms of ten seconds of sound.

The architecture is PyanNet of pyannote.audio (https://github.com/pyannote/pyannote-audio, MIT, as
its weights are: https://huggingface.co/pyannote/segmentation-3.0), which takes longer to import
than to hear a minute. It is described in Bredin and Laurent, "End-to-end speaker segmentation for
overlap-aware resegmentation", Interspeech 2021 (https://arxiv.org/abs/2104.04045), and its classes
in Plaquet and Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization",
Interspeech 2023 (https://arxiv.org/abs/2310.13025).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from torch import nn
from torch.nn.functional import leaky_relu, log_softmax

from adapters.outbound.engines.segmentation.checkpoint import tensors_of
from adapters.outbound.engines.segmentation.sinc_filters import sinc_filters
from application.errors import CorruptWeightsError

CLASSES: Final = 7
"""Nobody, one of three, two of three."""
_BANDS: Final = 80
_TAPS: Final = 251
_STRIDE: Final = 10
_FEATURES: Final = 60
_REACH: Final = 5
_POOLED: Final = 3
_WIDTH: Final = 128
_LSTM_LAYERS: Final = 4
_BANK: Final = "sincnet.conv1d.0."


class SegmentationNetwork(nn.Module):
    """Its parts have the names that the checkpoint has for them."""

    def __init__(self) -> None:
        super().__init__()
        self.sincnet = _SincNet()
        self.lstm = nn.LSTM(
            _FEATURES, _WIDTH, num_layers=_LSTM_LAYERS, bidirectional=True, batch_first=True
        )
        self.linear = nn.ModuleList([nn.Linear(2 * _WIDTH, _WIDTH), nn.Linear(_WIDTH, _WIDTH)])
        self.classifier = nn.Linear(_WIDTH, CLASSES)

    def forward(self, sound: torch.Tensor) -> torch.Tensor:
        """Sound of shape (windows, 1, samples) to the logarithms of how likely each class is, of
        shape (windows, frames, CLASSES)."""
        heard, _ = self.lstm(self.sincnet(sound).transpose(1, 2))
        for layer in self.linear:
            heard = leaky_relu(layer(heard))
        return log_softmax(self.classifier(heard), dim=-1)


class _SincNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.wav_norm1d = nn.InstanceNorm1d(1, affine=True)
        self.conv1d = nn.ModuleList(
            [
                nn.Conv1d(1, _BANDS, _TAPS, stride=_STRIDE, bias=False),
                nn.Conv1d(_BANDS, _FEATURES, _REACH),
                nn.Conv1d(_FEATURES, _FEATURES, _REACH),
            ]
        )
        self.norm1d = nn.ModuleList(
            nn.InstanceNorm1d(width, affine=True) for width in (_BANDS, _FEATURES, _FEATURES)
        )
        self.pool = nn.MaxPool1d(_POOLED)

    def forward(self, sound: torch.Tensor) -> torch.Tensor:
        heard = self.conv1d[0](self.wav_norm1d(sound)).abs()
        heard = leaky_relu(self.norm1d[0](self.pool(heard)))
        for convolution, norm in zip(self.conv1d[1:], self.norm1d[1:], strict=True):
            heard = leaky_relu(norm(self.pool(convolution(heard))))
        return heard


def load_segmentation(file: Path, device: torch.device) -> SegmentationNetwork:
    """Ready to be asked. Raises CorruptWeightsError where the file holds another network, or none;
    OSError where it cannot be read."""
    network = SegmentationNetwork()
    try:
        network.load_state_dict(_with_filters(tensors_of(file)))
    except (KeyError, RuntimeError) as error:
        raise CorruptWeightsError(
            f"{file.name} holds no network of the kind of segmentation-3.0."
        ) from error
    return network.to(device).eval()


def _with_filters(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The cutoffs of the first layer made into its filters, which are the same for all sound."""
    weights = dict(tensors)
    low, width, window, angles = (
        weights.pop(f"{_BANK}filterbank.{name}")
        for name in ("low_hz_", "band_hz_", "window_", "n_")
    )
    return weights | {f"{_BANK}weight": sinc_filters(low, width, window, angles)}
