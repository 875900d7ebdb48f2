"""A pipeline of pyannote, loaded from a folder and asked who speaks when."""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import torch
import yaml
from pyannote.audio import Pipeline
from pyannote.audio.core.pipeline import expand_subfolders
from pyannote.audio.pipelines import clustering

from adapters.outbound.engines.campplus_encoder import PRINTS_OF
from adapters.outbound.engines.halving import with_smaller_batches
from adapters.outbound.engines.pyannote_turns import Track, Voices
from application.waveform import SAMPLE_RATE, Samples
from domain.speaker import SpeakerCount
from domain.voice_print import VoicePrint

_LOG: Final = logging.getLogger(__name__)
Hook: TypeAlias = Callable[..., None]
"""As pyannote calls it: hook(step, artefact, file=, completed=, total=)."""


class WeSpeakerPath(str):
    """A path that pyannote takes for a WeSpeaker model wherever the file lies.

    It picks the kind of a speaker encoder by words in the path, so that a home folder named
    `nvidia` or a cache folder named `pyannote` would pick the wrong kind.
    """

    __slots__ = ()

    def __contains__(self, word: object) -> bool:
        return word == "wespeaker"


class PyannotePipeline:
    """Several threads may ask one pipeline at once: applying it changes nothing in it (what it
    computes stays in local variables), and torch in evaluation mode and the encoder's onnxruntime
    session may both be run from several threads."""

    def __init__(self, folder: Path, device: str, threads: int) -> None:
        self._pipeline = _loaded(folder)
        self._pipeline.to(torch.device(device))
        self._encoder = _encoder_of(folder)
        self._threads = threads

    def hear(self, samples: Samples, speakers: SpeakerCount, hook: Hook) -> Voices:
        # For each calling thread: OpenMP counts its helpers per thread.
        torch.set_num_threads(self._threads)
        size = self._pipeline.segmentation_batch_size
        return with_smaller_batches(
            size, lambda fitting: self._heard(samples, speakers, hook, batch_size=fitting)
        )

    def _heard(
        self, samples: Samples, speakers: SpeakerCount, hook: Hook, *, batch_size: int
    ) -> Voices:
        if batch_size < self._pipeline.segmentation_batch_size:
            # For good, and for all threads: they share the memory that was too small.
            self._pipeline.segmentation_batch_size = batch_size
            self._pipeline.embedding_batch_size = batch_size
        # With too little speech to know anybody by, it averages no voices at all.
        with np.errstate(invalid="ignore"):
            output = self._pipeline(
                {
                    "waveform": torch.from_numpy(samples)[None],
                    "sample_rate": SAMPLE_RATE,
                    "uri": "recording",
                },
                num_speakers=speakers.exact,
                min_speakers=speakers.at_least,
                max_speakers=speakers.at_most,
                hook=hook,
            )
        # Pipelines of pyannote 3 answer with the overlapping tracks alone.
        overlapping = getattr(output, "speaker_diarization", output)
        floor = getattr(output, "exclusive_speaker_diarization", overlapping)
        return Voices(
            floor=_tracks(floor),
            overlapping=_tracks(overlapping),
            prints=dict(_prints(output, overlapping, self._encoder)),
        )


def _loaded(folder: Path) -> Pipeline:
    # It prints how its thresholds could be tuned, and standard output may be a transcript.
    vars(clustering)["print"] = _LOG.debug
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    params = config["pipeline"]["params"]
    encoder = params.get("embedding")
    if isinstance(encoder, str) and encoder.endswith(".onnx"):
        params["embedding"] = WeSpeakerPath(folder.absolute() / encoder.removeprefix("$model/"))
    expand_subfolders(config, str(folder.absolute()))
    pipeline = Pipeline.from_pretrained(config)
    if pipeline is None:
        raise ValueError(f"{folder} holds no pipeline")
    return pipeline


def _encoder_of(folder: Path) -> str:
    """What prints of this pipeline are called: two pipelines hardly ever share an encoder, and
    vectors of two encoders cannot be compared."""
    encoder = folder / "embedding" / "wespeaker-campplus.onnx"
    return PRINTS_OF if encoder.is_file() else f"pyannote {folder.name}"


def _prints(
    output: Any,  # noqa: ANN401 - see below
    annotation: Any,  # noqa: ANN401
    encoder: str,
) -> Iterator[tuple[str, VoicePrint]]:
    """Speakers that pyannote could not know by their voices have a vector without direction."""
    vectors = getattr(output, "speaker_embeddings", None)
    for name, vector in zip(annotation.labels(), [] if vectors is None else vectors, strict=False):
        if np.all(np.isfinite(vector)) and np.any(vector):
            yield str(name), VoicePrint.of([float(number) for number in vector], encoder)


def _tracks(annotation: Any) -> Sequence[Track]:  # noqa: ANN401 - pyannote.core has no types
    return [
        (float(segment.start), float(segment.end), str(speaker))
        for segment, _, speaker in annotation.itertracks(yield_label=True)
    ]
