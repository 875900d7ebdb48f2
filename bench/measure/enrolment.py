"""Measuring whether speakers are known by their voices."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bench.bench import Bench, NothingToMeasureError
from bench.goals import ENROLMENT_EER
from bench.manifest import Recording
from bench.own_parts import own_voices
from bench.report import Figure, Section, Table
from bench.voices import ENROLLED_WITH, Recognition, Spoken, Trials, recognition
from domain.speaker_identification import SAME_VOICE

_JUDGED_BY = "3"
"""Seconds of the pieces that the goal is about."""


def measure(bench: Bench) -> Section:
    recordings = _of_known_speakers(bench.recordings.of_kind("utterance"))
    if not recordings:
        raise NothingToMeasureError(
            f"no two speakers have more than {ENROLLED_WITH} recordings of the kind `utterance`"
        )
    spoken = _spoken(recordings, bench)
    trials = {length: Trials.of(spoken[length]) for length in spoken}
    rate, _ = trials[_JUDGED_BY].equal_error_rate
    found = {length: recognition(spoken["whole"], spoken[length], SAME_VOICE) for length in spoken}
    return Section(
        key="enrolment",
        title="Speakers known by their voices",
        figures=[
            Figure("equal error rate at 3 s", 100 * rate, "%", ENROLMENT_EER),
            *_figures(found[_JUDGED_BY]),
        ],
        tables=[
            Table(
                (
                    "seconds of speech",
                    "pairs of one",
                    "pairs of two",
                    "EER %",
                    "at",
                    f"missed % at {SAME_VOICE}",
                    f"mistaken % at {SAME_VOICE}",
                    "named rightly",
                    "unnamed",
                    "wrongly",
                    "strangers named",
                ),
                [_row(length, trials[length], found[length]) for length in spoken],
            )
        ],
    )


def _of_known_speakers(recordings: Sequence[Recording]) -> Sequence[Recording]:
    """Of one speaker each, who has enough of them to be enrolled and recognised."""
    alone = [one for one in recordings if len(one.speakers) == 1]
    counts = Counter(one.speakers for one in alone)
    chosen = [one for one in alone if counts[one.speakers] > ENROLLED_WITH]
    return chosen if len({one.speakers for one in chosen}) > 1 else []


def _spoken(recordings: Sequence[Recording], bench: Bench) -> Mapping[str, Sequence[Spoken]]:
    """By the length of the pieces."""
    voices = own_voices([one.path for one in recordings], bench.options.cache_dir)
    lengths = next(iter(voices.values())).keys()
    return {
        length: [
            Spoken(one.speakers[0], one.name, voice)
            for one in recordings
            for voice in voices[one.path][length]
        ]
        for length in lengths
    }


def _figures(found: Recognition) -> Iterator[Figure]:
    tried = found.right + found.unnamed + found.wrong
    yield Figure(f"recognised at 3 s, of {tried}", 100 * found.right / tried, "%", None)
    yield Figure("strangers named at 3 s", 100 * found.named_strangers / found.strangers, "%", None)


def _row(length: str, trials: Trials, found: Recognition) -> tuple[str, ...]:
    rate, threshold = trials.equal_error_rate
    return (
        length,
        str(len(trials.same)),
        str(len(trials.different)),
        f"{100 * rate:.2f}",
        f"{threshold:.3f}",
        f"{100 * trials.missed(SAME_VOICE):.2f}",
        f"{100 * trials.mistaken(SAME_VOICE):.2f}",
        str(found.right),
        str(found.unnamed),
        str(found.wrong),
        f"{found.named_strangers} of {found.strangers}",
    )
