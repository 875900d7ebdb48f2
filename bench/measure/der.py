"""Measuring who spoke when: as the API tells it, and as the diarizer itself found it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.der import SpeakerErrors, packaged_sample, read_rttm, speaker_errors
from bench.goals import CONFUSION_OF, NONE_WRONG, SAMPLE_DER
from bench.manifest import Recording, spread
from bench.own_parts import ALL_VOICES, own_turns, turns_by_threshold
from bench.report import Figure, Section, Table
from bench.transcript import Turn, joined

SEGMENTS: Final = "API segments"
WORDS: Final = "API words"
SHORT_PAUSE: Final = 0.5
"""Seconds; the references of made conversations leave out pauses that are longer."""
COLUMNS: Final = (
    "file", "turns of", "DER %", "confused %", "missed %", "invented %", "speakers", "found"
)  # fmt: skip

SYNTHETIC: Final = "conversation-synthetic"
"""The kind of recording of which it is known for certain how many people speak in it."""

CONDITIONS: Final = (
    "Overlapping speech is scored. The number of speakers is not given. The API's segments and "
    "words have the times of words, not of turns, so they also pay for every pause and breath "
    "that a turn spans."
)


Errors: TypeAlias = Mapping[tuple[str, str], SpeakerErrors]
"""By the name of the recording, and by whose turns they are."""


def measure(served: Served) -> Section:
    recordings = _with_known_turns(served)
    paths, cache_dir = [one.path for one in recordings], served.bench.options.cache_dir
    engine, moved = own_turns(paths, cache_dir), turns_by_threshold(paths, cache_dir)
    errors = {
        (one.name, source): _errors(served, one, turns)
        for one in recordings
        for source, turns in _found(served, one, engine[one.path]).items()
    }
    return Section(
        key="der",
        title="Who spoke when (DER)",
        figures=[
            *_figures(errors),
            *_pooled(recordings, errors),
            *_by_threshold(served, recordings, moved),
        ],
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


def _figures(errors: Errors) -> list[Figure]:
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


def _pooled(recordings: Iterable[Recording], errors: Errors) -> Iterable[Figure]:
    """What the diarizer confuses in all recordings of a kind together."""
    by_kind: dict[str, list[SpeakerErrors]] = {}
    for one in recordings:
        by_kind.setdefault(one.kind, []).append(errors[one.name, ALL_VOICES])
    for kind, found in by_kind.items():
        confused = 100 * sum(each.confused for each in found) / sum(each.speech for each in found)
        yield Figure(f"confused, all of kind {kind}", confused, "%", CONFUSION_OF.get(kind))
        if kind == SYNTHETIC:
            wrong = sum(each.speakers != each.found for each in found)
            yield Figure(f"wrong number of speakers, {kind}", wrong, "files", NONE_WRONG)


def _by_threshold(
    served: Served,
    recordings: Iterable[Recording],
    moved: Mapping[Path, Mapping[str, tuple[Turn, ...]]],
) -> Iterable[Figure]:
    """Whether other thresholds of the embedded diarizer find the same people."""
    errors = {
        (one.name, by): _errors(served, one, turns)
        for one in recordings
        for by, turns in moved[one.path].items()
    }
    collapsed = sum(each.found < 2 <= each.speakers for each in errors.values())
    yield Figure("collapsed to one speaker, threshold +-10 %", collapsed, "files", NONE_WRONG)
    for by in dict.fromkeys(by for _, by in errors):
        own = [each for (_, moved_by), each in errors.items() if moved_by == by]
        speech, confused = sum(e.speech for e in own), sum(e.confused for e in own)
        yield Figure(f"confused, threshold {by}", 100 * confused / speech, "%")
        other = sum(each.found != each.speakers for each in own)
        yield Figure(f"wrong number of speakers, threshold {by}", other, "files")


def _sample_name() -> str | None:
    sample = packaged_sample()
    return sample.name if sample else None


def _row(name: str, source: str, errors: SpeakerErrors) -> tuple[str | int | float, ...]:
    parts = (errors.confused_percent, errors.missed_percent, errors.invented_percent)
    return (name, source, errors.percent, *parts, errors.speakers, errors.found)
