"""Speech in which an engine heard no words, and words that were heard only at a second try.

Whisper now and then goes silent in the middle of a window that it hears well at both ends. Heard
again by itself, the stretch it passed over is clear to it. On ten minutes of interviews this
halved the error rate of base (`make bench`, group long10: 20 % without, 10.5 % with).
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from domain.speech import DEFAULT_THRESHOLDS, SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Segment

_WORTH_HEARING_AGAIN: Final = 0.2 + 2 * DEFAULT_THRESHOLDS.padding
"""Seconds, with the silence left around it. What is shorter is mostly a breath or a click."""


_HEARINGS: Final = 3
"""Of which the second and the third are for what still has no words; more find nothing."""

Hear: TypeAlias = Callable[[Sequence[SpeechPack]], Iterable[Segment]]


def heard_out(packs: Sequence[SpeechPack], hear: Hear) -> list[Segment]:
    """What is said in the packs, in order of time; stretches that come out empty are heard again
    by themselves."""
    segments: list[Segment] = []
    for _ in range(_HEARINGS):
        segments += hear(packs)
        packs = unheard(packs, segments)
        if not packs:
            break
    return in_order_of_time(segments)


def unheard(packs: Iterable[SpeechPack], segments: Iterable[Segment]) -> list[SpeechPack]:
    """Of each pack the stretches without words.

    Not of a pack without any words: hearing the same piece again would change nothing.
    """
    words = [word.span for segment in segments for word in segment.words]
    found = ((pack, _silent_spans(pack, words)) for pack in packs)
    return [SpeechPack(silent) for pack, silent in found if 0 < len(silent) < len(pack.spans)]


def _silent_spans(pack: SpeechPack, words: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    return tuple(
        span
        for span in pack.spans
        if span.duration > _WORTH_HEARING_AGAIN
        and not any(word.overlap(span) > 0 for word in words)
    )


def in_order_of_time(segments: Sequence[Segment]) -> list[Segment]:
    """The same words in segments that do not reach around one another: one that was heard in
    the middle of another cuts it in two."""
    spoken = sorted(
        ((word, number) for number, segment in enumerate(segments) for word in segment.words),
        key=lambda heard: heard[0].span.start,
    )
    parts = groupby(spoken, key=lambda heard: heard[1])
    whole = (segment for segment in segments if not segment.words)
    cut = (segments[number].with_words([word for word, _ in heard]) for number, heard in parts)
    return sorted([*whole, *cut], key=lambda segment: segment.span.start)
