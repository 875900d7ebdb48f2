"""Prints, as JSON, who speaks when in the files it is given, as the embedded diarizer hears it when
the threshold by which it decides who is one person is moved.

Each file is heard once; only what is made of it differs.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

from adapters.outbound.engines.diarization.hearing import hear, look_again
from adapters.outbound.engines.diarization.networks import VoiceNetworks
from adapters.outbound.engines.diarization.rules import RULES
from adapters.outbound.engines.diarization.second_look import stretches
from adapters.outbound.engines.diarization.telling_apart import tell_apart
from adapters.outbound.engines.pyannote_turns import Voices, diarization
from application.ports.model_catalog import ModelPurpose
from application.ports.progress import ignore_fraction
from domain.speaker import ANY_NUMBER, SpeakerTurn
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings

MOVED: Final = {"-10 %": -0.1, "+10 %": 0.1}

Turns: TypeAlias = list[tuple[str, float, float]]


def main() -> None:
    container = make_container(read_settings())
    folder = container.model_catalog().locate("embedded", ModelPurpose.DIARIZE)
    networks = VoiceNetworks(folder, "cpu", 1)
    found = {path: _told_apart(container, networks, Path(path)) for path in sys.argv[1:]}
    sys.stdout.write(json.dumps(found))


def _told_apart(container: Container, networks: VoiceNetworks, path: Path) -> dict[str, Turns]:
    with container.decoder().decode(path, ignore_fraction) as audio:
        heard = hear(networks, audio.waveform, ignore_fraction)
        spans = stretches(heard.codes)
        again = look_again(networks, audio.waveform, spans, ignore_fraction)
        duration = audio.waveform.duration
    told = {
        by: tell_apart(heard, again, RULES.moved(share), ANY_NUMBER) for by, share in MOVED.items()
    }
    return {
        by: _turns(diarization(Voices(each.floor, each.overlapping), duration).overlapping)
        for by, each in told.items()
    }


def _turns(turns: Iterable[SpeakerTurn]) -> Turns:
    return [(str(turn.speaker), turn.span.start, turn.span.end) for turn in turns]


if __name__ == "__main__":
    main()
