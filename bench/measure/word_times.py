"""Measuring the times of words against times that people or cut points gave."""

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.goals import WORD_START_ERROR
from bench.manifest import Recording
from bench.report import Figure, Section, Table
from bench.word_times import TimeErrors, read_words, time_errors


def measure(served: Served) -> Section:
    timed = [one for one in served.bench.recordings.recordings if one.words]
    if not timed:
        raise NothingToMeasureError("no recording has word times")
    errors = {one.name: _errors(served, one) for one in timed}
    together = sum(errors.values(), TimeErrors())
    return Section(
        key="word_times",
        title="Times of words",
        figures=[
            Figure("mean error of word starts", together.mean_start_error, "s", WORD_START_ERROR),
            Figure("mean error of word ends", together.mean_end_error, "s"),
            Figure("starts within 0.1 s", 100 * together.share_within(0.1), "%"),
            Figure("starts within 0.2 s", 100 * together.share_within(0.2), "%"),
        ],
        tables=[
            Table(
                ("file", "words", "matched", "start error s", "bias s", "within 0.2 s %"),
                [_row(name, found) for name, found in errors.items()],
            )
        ],
    )


def _errors(served: Served, recording: Recording) -> TimeErrors:
    if recording.words is None:
        return TimeErrors()
    return time_errors(read_words(recording.words), served.listener.hear(recording, Ask()).words)


def _row(name: str, errors: TimeErrors) -> tuple[str | int | float, ...]:
    within = 100 * errors.share_within(0.2)
    return (name, errors.said, len(errors.starts), errors.mean_start_error, errors.bias, within)
