"""Prints, as JSON, what whoever speaks in the files it is given sounds like, as Hexavox's encoder
hears it: in pieces of so many seconds of speech, and in all of it."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from application.ports.progress import ignore_fraction
from application.waveform import Waveform
from domain.speech import DEFAULT_THRESHOLDS
from domain.time_span import TimeSpan
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings

PIECES: Final = (1.5, 3.0)
"""Seconds."""
WHOLE: Final = "whole"


def main() -> None:
    container = make_container(read_settings())
    found = {path: _voices(container, Path(path)) for path in sys.argv[1:]}
    sys.stdout.write(json.dumps({"model": container.voice_encoder().prints_of, "found": found}))


def _voices(container: Container, path: Path) -> dict[str, list[Sequence[float]]]:
    detector, encoder = container.speech_detectors().usual, container.voice_encoder()

    def vector(waveform: Waveform, spans: Sequence[TimeSpan]) -> Sequence[float]:
        return encoder.encode(waveform, spans).vector

    with container.decoder().decode(path, ignore_fraction) as audio:
        sound = audio.waveform
        speech = detector.detect(sound, DEFAULT_THRESHOLDS, ignore_fraction)
        pieces = {
            f"{seconds:g}": [vector(sound, piece) for piece in _cut(speech, seconds)]
            for seconds in PIECES
        }
        return {**pieces, WHOLE: [vector(sound, speech)]}


def _cut(speech: Sequence[TimeSpan], seconds: float) -> Iterator[list[TimeSpan]]:
    """Pieces of exactly so much speech, one after the other; what is left over is left out."""
    piece: list[TimeSpan] = []
    left = seconds
    for span in speech:
        start = span.start
        while span.end - start >= left:
            yield [*piece, TimeSpan(start, start + left)]
            piece, start, left = [], start + left, seconds
        if start < span.end:
            piece.append(TimeSpan(start, span.end))
            left -= span.end - start


if __name__ == "__main__":
    main()
