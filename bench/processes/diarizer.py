"""Prints, as JSON, who speaks when in the files it is given, as Hexavox's diarizer hears it.

Heard once and told in two ways: with everybody who speaks at a time, on which the error rate is
defined, and with one speaker at a time, which is what words are given to.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from application.ports.progress import ignore_fraction
from bench.own_parts import ALL_VOICES, ONE_VOICE
from domain.speaker import ANY_NUMBER, SpeakerTurn
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings

Turns: TypeAlias = list[tuple[str, float, float]]


def main() -> None:
    container = make_container(read_settings())
    found = {path: _told_apart(container, Path(path)) for path in sys.argv[1:]}
    sys.stdout.write(json.dumps(found))


def _told_apart(container: Container, path: Path) -> dict[str, Turns]:
    with container.decoder().decode(path, ignore_fraction) as audio:
        found = container.diarizers().usual.diarize(audio.waveform, ANY_NUMBER, ignore_fraction)
    return {ALL_VOICES: _turns(found.overlapping), ONE_VOICE: _turns(found.turns)}


def _turns(turns: Iterable[SpeakerTurn]) -> Turns:
    return [(str(turn.speaker), turn.span.start, turn.span.end) for turn in turns]


if __name__ == "__main__":
    main()
