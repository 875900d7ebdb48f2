"""Measuring the times of words against times that people or cut points gave, for every aligner."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.goals import WORD_START_ERROR
from bench.manifest import Recording
from bench.report import Figure, Section, Table
from bench.word_times import TimeErrors, read_words, time_errors

_USUAL: Final = "auto"
_ALIGNERS: Final = (_USUAL, "whisper", "whisperx")
_COLUMNS: Final = ("words", "matched", "start error s", "bias s", "end error s", "within 0.1 s %")


def measure(served: Served) -> Section:
    timed = [one for one in served.bench.recordings.recordings if one.words]
    if not timed:
        raise NothingToMeasureError("no recording has word times")
    errors = {
        aligner: {one.name: _errors(served, one, aligner) for one in timed} for aligner in _ALIGNERS
    }
    together = _together(errors[_USUAL])
    return Section(
        key="word_times",
        title="Times of words",
        figures=[
            Figure("mean error of word starts", together.mean_start_error, "s", WORD_START_ERROR),
            Figure("mean error of word ends", together.mean_end_error, "s"),
            Figure("starts within 0.1 s", 100 * together.share_within(0.1), "%"),
            Figure("starts within 0.2 s", 100 * together.share_within(0.2), "%"),
        ],
        tables=[_side_by_side(errors), *(_by_file(*each) for each in errors.items())],
    )


def _errors(served: Served, recording: Recording, aligner: str) -> TimeErrors:
    if recording.words is None:
        return TimeErrors()
    heard = served.listener.hear(recording, Ask(aligner=aligner))
    return time_errors(read_words(recording.words), heard.words)


def _together(errors: Mapping[str, TimeErrors]) -> TimeErrors:
    return sum(errors.values(), TimeErrors())


def _side_by_side(errors: Mapping[str, Mapping[str, TimeErrors]]) -> Table:
    rows = [_row(aligner, _together(found)) for aligner, found in errors.items()]
    return Table(("aligner", *_COLUMNS), rows, "every aligner")


def _by_file(aligner: str, errors: Mapping[str, TimeErrors]) -> Table:
    rows = [_row(name, found) for name, found in errors.items()]
    return Table(("file", *_COLUMNS), rows, f"ALIGNER={aligner}")


def _row(name: str, errors: TimeErrors) -> Sequence[str | int | float]:
    return (
        name,
        errors.said,
        len(errors.starts),
        errors.mean_start_error,
        errors.bias,
        errors.mean_end_error,
        100 * errors.share_within(0.1),
    )
