"""Measuring whether the spoken language is recognised."""

from bench.bench import NothingToMeasureError, Served
from bench.client import Ask
from bench.goals import LANGUAGES_RIGHT
from bench.languages import LanguageGuess, share_right
from bench.manifest import Recording
from bench.report import Figure, Section, Table


def measure(served: Served) -> Section:
    recordings = [one for one in served.bench.recordings.of_kind("language") if one.language]
    if not recordings:
        raise NothingToMeasureError("no recording is of the kind `language`")
    guesses = [_guess(served, one) for one in recordings]
    return Section(
        key="languages",
        title="Language recognised",
        figures=[Figure("languages right", 100 * share_right(guesses), "%", LANGUAGES_RIGHT)],
        tables=[
            Table(
                ("file", "spoken", "found", ""),
                [(g.name, g.spoken, g.found, "pass" if g.is_right else "FAIL") for g in guesses],
            )
        ],
    )


def _guess(served: Served, recording: Recording) -> LanguageGuess:
    heard = served.listener.hear(recording, Ask())
    return LanguageGuess(recording.name, recording.language or "", heard.language)
