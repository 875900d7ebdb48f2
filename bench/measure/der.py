"""Measuring who spoke when: as the API tells it, and as the diarizer itself found it."""

from collections.abc import Mapping
from typing import Final

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.der import SpeakerErrors, packaged_sample, read_rttm, speaker_errors
from bench.goals import SAMPLE_DER
from bench.manifest import Recording, spread
from bench.own_parts import ALL_VOICES, own_turns
from bench.report import Figure, Section, Table
from bench.transcript import Turn, joined

SEGMENTS: Final = "API segments"
WORDS: Final = "API words"
SHORT_PAUSE: Final = 0.5
"""Seconds; the references of made conversations leave out pauses that are longer."""
COLUMNS: Final = (
    "file", "turns of", "DER %", "confused %", "missed %", "invented %", "speakers", "found"
)  # fmt: skip

CONDITIONS: Final = (
    "Overlapping speech is scored. The number of speakers is not given. The API's segments and "
    "words have the times of words, not of turns, so they also pay for every pause and breath "
    "that a turn spans."
)


def measure(served: Served) -> Section:
    recordings = _with_known_turns(served)
    engine = own_turns([one.path for one in recordings], served.bench.options.cache_dir)
    errors = {
        (one.name, source): _errors(served, one, turns)
        for one in recordings
        for source, turns in _found(served, one, engine[one.path]).items()
    }
    return Section(
        key="der",
        title="Who spoke when (DER)",
        figures=_figures(errors),
        tables=[Table(COLUMNS, [_row(*key, found) for key, found in errors.items()])],
        notes=[f"Collar {served.bench.options.collar:g} s. {CONDITIONS}"],
    )


def _with_known_turns(served: Served) -> list[Recording]:
    known = [one for one in served.bench.recordings.recordings if one.rttm]
    sample = packaged_sample()
    chosen = [*([sample] if sample else []), *spread(known, served.bench.options.most_recordings)]
    if not chosen:
        raise NothingToMeasureError("no recording has an rttm")
    return chosen


def _found(
    served: Served, recording: Recording, engine: Mapping[str, tuple[Turn, ...]]
) -> Mapping[str, tuple[Turn, ...]]:
    heard = served.listener.hear(recording, Ask(diarize=True))
    by_words = joined(heard.word_turns, SHORT_PAUSE)
    return {**engine, SEGMENTS: heard.turns, WORDS: by_words}


def _errors(served: Served, recording: Recording, turns: tuple[Turn, ...]) -> SpeakerErrors:
    true = read_rttm(recording.rttm) if recording.rttm else ()
    return speaker_errors(true, turns, recording.duration, served.bench.options.collar)


def _figures(errors: Mapping[tuple[str, str], SpeakerErrors]) -> list[Figure]:
    return [
        Figure(
            f"DER {name}, {source}",
            found.percent,
            "%",
            SAMPLE_DER if name == _sample_name() and source == ALL_VOICES else None,
        )
        for (name, source), found in errors.items()
        if source != WORDS
    ]


def _sample_name() -> str | None:
    sample = packaged_sample()
    return sample.name if sample else None


def _row(name: str, source: str, errors: SpeakerErrors) -> tuple[str | int | float, ...]:
    parts = (errors.confused_percent, errors.missed_percent, errors.invented_percent)
    return (name, source, errors.percent, *parts, errors.speakers, errors.found)
