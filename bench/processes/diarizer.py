"""Prints, as JSON, who speaks when in the files it is given, as Hexavox's diarizer hears it.

Heard once and told in two ways: with everybody who speaks at a time, on which the error rate is
defined, and with one speaker at a time, which is what words are given to.
"""

import json
import sys
from pathlib import Path
from typing import Any, TypeAlias

from adapters.outbound.engines.pyannote_silence import silence_pyannote
from adapters.outbound.engines.pyannote_turns import exclusive_turns
from application.ports.model_catalog import ModelPurpose
from application.ports.progress import ignore_fraction
from bench.own_parts import ALL_VOICES, ONE_VOICE
from domain.speaker import ANY_NUMBER
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings

Turns: TypeAlias = list[tuple[str, float, float]]


def main() -> None:
    container = make_container(read_settings())
    pipeline = _pipeline(container)
    found = {path: _turns(container, pipeline, Path(path)) for path in sys.argv[1:]}
    sys.stdout.write(json.dumps(found))


def _pipeline(container: Container) -> Any:  # noqa: ANN401 - imported below, when it is silenced
    silence_pyannote()
    from adapters.outbound.engines.pyannote_pipeline import (  # noqa: PLC0415
        PyannotePipeline,
    )

    name = container.diarizer().describe().model or ""
    folder = container.model_catalog().locate(name, ModelPurpose.DIARIZE)
    return PyannotePipeline(folder, container.device(), threads=1)


def _turns(container: Container, pipeline: Any, path: Path) -> dict[str, Turns]:  # noqa: ANN401
    with container.decoder().decode(path, ignore_fraction) as audio:
        voices = pipeline.hear(audio.waveform.whole(), ANY_NUMBER, _ignore_step)
        floor = exclusive_turns(voices.floor, audio.waveform.duration)
    return {
        ALL_VOICES: [(speaker, start, end) for start, end, speaker in voices.overlapping],
        ONE_VOICE: [(str(turn.speaker), turn.span.start, turn.span.end) for turn in floor],
    }


def _ignore_step(*_step: object, **_progress: object) -> None:
    """How far it has come is of no interest here."""


if __name__ == "__main__":
    main()
