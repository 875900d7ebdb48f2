"""Measuring word errors, set by set."""

from collections import defaultdict

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.goals import WER_OF
from bench.manifest import Recording, RecordingSet, spread
from bench.report import Figure, Section, Table
from bench.wer import EnglishScorer, WordErrors, pooled

WORST_SHOWN = 8


def measure(served: Served) -> Section:
    """The language is not given, as by a client that does not know it."""
    sets = scored_sets(served.bench.recordings)
    if not sets:
        raise NothingToMeasureError("no recording has a wer_set and a good transcript")
    scorer, most = EnglishScorer(), served.bench.options.most_recordings
    errors = {
        name: {one.name: _errors(served, scorer, one) for one in spread(recordings, most)}
        for name, recordings in sets.items()
    }
    return Section(
        key="wer",
        title="Words heard wrongly (WER)",
        figures=[_figure(name, pooled(found.values())) for name, found in errors.items()],
        tables=[
            Table(
                ("set", "files", "words", "substituted", "left out", "put in", "WER %"),
                [_row(name, len(found), pooled(found.values())) for name, found in errors.items()],
            ),
            _worst({file: one for found in errors.values() for file, one in found.items()}),
        ],
    )


def scored_sets(recordings: RecordingSet) -> dict[str, list[Recording]]:
    """The recordings that errors can be counted on, by set."""
    sets: dict[str, list[Recording]] = defaultdict(list)
    for recording in recordings.recordings:
        if recording.wer_set and recording.is_scored:
            sets[recording.wer_set].append(recording)
    return dict(sets)


def _errors(served: Served, scorer: EnglishScorer, recording: Recording) -> WordErrors:
    heard = served.listener.hear(recording, Ask())
    return scorer.errors(recording.transcript or "", heard.text)


def _figure(name: str, errors: WordErrors) -> Figure:
    return Figure(f"WER {name}", errors.percent, "%", WER_OF.get(name))


def _row(name: str, files: int, errors: WordErrors) -> tuple[str | int | float, ...]:
    wrong = (errors.substituted, errors.left_out, errors.put_in)
    return (name, files, errors.words, *wrong, errors.percent)


def _worst(errors: dict[str, WordErrors]) -> Table:
    ranked = sorted(errors.items(), key=lambda item: item[1].rate, reverse=True)
    rows = [(name, one.words, one.percent) for name, one in ranked[:WORST_SHOWN] if one.rate]
    return Table(("worst files", "words", "WER %"), rows)
