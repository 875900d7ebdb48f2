"""What a service says it heard, as the benches compare it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SpokenWord:
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch in which somebody speaks."""

    speaker: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    text: str
    language: str | None = None
    words: tuple[SpokenWord, ...] = ()
    turns: tuple[Turn, ...] = ()
    """The segments whose speaker is known."""
    word_turns: tuple[Turn, ...] = ()
    """The words, each a turn of its speaker."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Heard":
        """What the body of a transcript says."""
        segments = body["segments"]
        return cls(
            text=" ".join(str(segment["text"]).strip() for segment in segments).strip(),
            language=body.get("language"),
            words=tuple(_word(word) for segment in segments for word in _timed(segment)),
            turns=tuple(_turn(segment["speaker"], segment) for segment in _labelled(segments)),
            word_turns=tuple(
                _turn(word.get("speaker") or segment["speaker"], word)
                for segment in _labelled(segments)
                for word in _timed(segment)
            ),
        )


def joined(turns: Iterable[Turn], pause: float) -> tuple[Turn, ...]:
    """Stretches of one speaker that are at most `pause` seconds apart, made into one."""
    together: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: (turn.start, turn.end)):
        last = together[-1] if together else None
        if last and last.speaker == turn.speaker and turn.start - last.end <= pause:
            together[-1] = Turn(last.speaker, last.start, max(last.end, turn.end))
        else:
            together.append(turn)
    return tuple(together)


def _labelled(segments: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [segment for segment in segments if segment.get("speaker")]


def _timed(segment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [word for word in segment.get("words") or () if word.get("start") is not None]


def _word(word: Mapping[str, Any]) -> SpokenWord:
    return SpokenWord(str(word["word"]), float(word["start"]), float(word["end"]))


def _turn(speaker: str, span: Mapping[str, Any]) -> Turn:
    return Turn(speaker, float(span["start"]), float(span["end"]))
