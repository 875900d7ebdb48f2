"""Where somebody speaks in a recording, and how those stretches are packed for an engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from domain.errors import InvalidOptionError
from domain.time_span import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechThresholds:
    """How speech probabilities become stretches, in seconds.

    The defaults are those of faster-whisper's batched pipeline, except for the padding of 0.4 s:
    with unheard stretches heard again, 0.25 s gives the fewest wrong words (of 0.15 to 0.4).
    """

    onset: float = 0.5
    """The probability at which speech begins."""
    offset: float = 0.35
    """The probability below which it ends."""
    min_silence: float = 0.16
    """How long it has to stay below that."""
    padding: float = 0.25
    """What is added before and after a stretch."""
    max_stretch: float = 30.0
    min_speech: float = 0.0
    """What is shorter is taken for no speech, before anything is added to it."""

    def __post_init__(self) -> None:
        for name in ("onset", "offset"):
            if not 0 <= getattr(self, name) <= 1:
                raise InvalidOptionError(f"vad_{name} must be between 0 and 1")
        if self.offset > self.onset:
            raise InvalidOptionError(
                f"vad_offset {self.offset:g} is more than vad_onset {self.onset:g}: "
                "speech would end before it begins"
            )
        if self.max_stretch <= 0 or self.min_speech < 0:
            raise InvalidOptionError("a stretch of speech has to be longer than nothing")
        for name in ("min_silence", "padding"):
            if not 0 <= getattr(self, name) <= LONGEST_PAUSE:
                raise InvalidOptionError(
                    f"vad_{name} must be between 0 and {LONGEST_PAUSE:g} seconds"
                )


LONGEST_PAUSE: Final = 10.0
"""Seconds."""


DEFAULT_THRESHOLDS: Final = SpeechThresholds()


def speech_thresholds(
    *,
    onset: float | None = None,
    offset: float | None = None,
    min_silence: float | None = None,
    padding: float | None = None,
) -> SpeechThresholds:
    """The defaults, except for what is given. Speech that begins at a probability below that at
    which it usually ends, ends there too, unless both are given. Raises InvalidOptionError."""
    usual = DEFAULT_THRESHOLDS
    begins = usual.onset if onset is None else onset
    return SpeechThresholds(
        onset=begins,
        offset=min(usual.offset, begins) if offset is None else offset,
        min_silence=usual.min_silence if min_silence is None else min_silence,
        padding=usual.padding if padding is None else padding,
    )


@dataclass(frozen=True, slots=True)
class SpeechPack:
    """Stretches of speech, in order, that an engine hears as one piece without the silence."""

    spans: tuple[TimeSpan, ...]

    @property
    def duration(self) -> float:
        return sum(span.duration for span in self.spans)

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.spans[0].start, self.spans[-1].end)

    def original_span(self, heard: TimeSpan) -> TimeSpan:
        """A stretch of the piece as the engine heard it, on the recording's own time line.

        It stays inside the stretch of speech that holds its middle, so that a word does not
        reach over a silence that the engine never heard.
        """
        before = 0.0
        for span in self.spans[:-1]:
            if heard.middle < before + span.duration:
                break
            before += span.duration
        else:
            span = self.spans[-1]
        latest = max(span.start, span.end - _SHORTEST)
        start = min(max(span.start, span.start + heard.start - before), latest)
        end = min(max(start + _SHORTEST, span.start + heard.end - before), span.end)
        return TimeSpan(start, end)


_SHORTEST: Final = 0.01
"""Seconds; engines report words of no length, a recording has none."""


def pack(speech: Sequence[TimeSpan], *, longest: float) -> Iterator[SpeechPack]:
    """Neighbouring stretches joined into packs of at most `longest` seconds of speech each. A
    stretch that is longer is cut."""
    waiting: list[TimeSpan] = []
    held = 0.0
    for span in (part for stretch in speech for part in _parts_of(stretch, longest)):
        if waiting and held + span.duration > longest:
            yield SpeechPack(tuple(waiting))
            waiting, held = [], 0.0
        waiting.append(span)
        held += span.duration
    if waiting:
        yield SpeechPack(tuple(waiting))


def _parts_of(stretch: TimeSpan, longest: float) -> Iterator[TimeSpan]:
    """Equal parts, as few as possible."""
    parts = max(1, ceil(stretch.duration / longest - _ROUNDING))
    length = stretch.duration / parts
    for number in range(parts):
        end = stretch.end if number == parts - 1 else stretch.start + (number + 1) * length
        yield TimeSpan(stretch.start + number * length, end)


_ROUNDING: Final = 0.001
"""Of a length; what is longer by less than that is not cut for it."""


def speech_spans(
    probabilities: Iterable[float],
    *,
    step: float,
    duration: float,
    thresholds: SpeechThresholds = DEFAULT_THRESHOLDS,
) -> list[TimeSpan]:
    """Stretches of speech, from one speech probability for each `step` seconds.

    Speech begins at `onset` and ends once the probability has stayed below `offset` for
    `min_silence`. A stretch that grows too long is cut at its quietest point.
    """
    raw = list(_triggered(list(probabilities), step, thresholds))
    kept = [
        span for span in raw if span.start < duration and span.duration >= thresholds.min_speech
    ]
    return _padded(kept, duration, thresholds.padding)


def cut_at_quiet_moments(
    loudness: Sequence[float], *, step: float, duration: float, longest: float
) -> list[TimeSpan]:
    """All of a recording in stretches of at most `longest` seconds, from how loud each `step`
    seconds of it are: what is too long is cut where it is quietest."""
    if not duration:
        return []
    stretches = _cut(loudness, range(len(loudness)), step, max(2, int(longest / step)))
    return [TimeSpan(each.start, min(each.end, duration)) for each in stretches]


def _triggered(
    probabilities: Sequence[float], step: float, thresholds: SpeechThresholds
) -> Iterator[TimeSpan]:
    patience = max(1, round(thresholds.min_silence / step))
    longest = max(2, int((thresholds.max_stretch - 2 * thresholds.padding) / step))
    start: int | None = None
    silence: int | None = None
    for index, probability in enumerate(probabilities):
        if probability >= thresholds.onset:
            start, silence = index if start is None else start, None
        elif start is not None and probability < thresholds.offset:
            silence = index if silence is None else silence
            if index - silence >= patience:
                yield from _cut(probabilities, range(start, silence), step, longest)
                start = silence = None
    if start is not None:
        end = len(probabilities) if silence is None else silence
        yield from _cut(probabilities, range(start, end), step, longest)


def _cut(
    probabilities: Sequence[float], steps: range, step: float, longest: int
) -> Iterator[TimeSpan]:
    """The stretch itself, or parts of it cut where the speaker was most likely pausing."""
    while len(steps) > longest:
        candidates = steps[longest // 2 : longest]
        pause = min(candidates, key=probabilities.__getitem__)
        yield TimeSpan(steps.start * step, pause * step)
        steps = range(pause, steps.stop)
    yield TimeSpan(steps.start * step, steps.stop * step)


def _padded(spans: Sequence[TimeSpan], duration: float, padding: float) -> list[TimeSpan]:
    """The stretches with some of the silence around them; neighbours share what is between."""
    if not spans:
        return []
    shared = [min(padding, after.start / 2 - before.end / 2) for before, after in pairwise(spans)]
    befores = [padding, *shared]
    afters = [*shared, padding]
    return [
        TimeSpan(max(0.0, span.start - before), min(duration, span.end + after))
        for span, before, after in zip(spans, befores, afters, strict=True)
    ]
