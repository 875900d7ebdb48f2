"""A transcript line by line, as it is made: what each line is called, and what it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from adapters.inbound.refusals import Refusal
from application.formats.json_document import segment_document
from application.ports.repositories import StoredTranscript
from domain.confidence_levels import ConfidenceLevels
from domain.sentences import split_into_sentences
from domain.transcript import Segment
from domain.transcription_job import TranscriptionJob

MARK: Final = r"^(heard|segment)-[0-9]{1,9}$"
"""How many words of lines of that name were told: the id of the last line that a client has."""


class Name(StrEnum):
    HEARD = "heard"
    """Text of which it is not known yet who speaks."""
    SEGMENT = "segment"
    HEARTBEAT = "heartbeat"
    DONE = "done"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Line:
    name: Name
    says: dict[str, Any]
    mark: str | None = None
    """By which a client goes on after it; only of text."""


@dataclass(slots=True)
class _Told:
    """Lines of one name."""

    name: Name
    skipped: float = 0
    """Words that the client has, of which none is told again."""
    words: int = 0
    count: int = 0

    def of(self, segments: Sequence[Segment]) -> Iterator[tuple[int, Segment, str]]:
        """What is new to the client: the number of each, and the mark after it."""
        for segment in segments:
            number, before = self.count, self.words
            self.count += 1
            self.words += len(segment.words)
            known = max(0, min(len(segment.words), self.skipped - before))
            if not known:
                yield number, segment, f"{self.name}-{self.words}"
            elif known < len(segment.words):
                rest = segment.with_words(segment.words[int(known) :])
                yield number, rest, f"{self.name}-{self.words}"


@dataclass(slots=True)
class Telling:
    """Each word once in lines of each name, in sentences.

    Where speakers are to be told apart, text comes live as `heard`, and once more as `segment` at
    the end, when it is known who speaks; else it comes live as `segment`.
    """

    diarize: bool
    with_words: bool = False
    levels: ConfidenceLevels | None = None
    _heard: _Told = field(default_factory=lambda: _Told(Name.HEARD))
    _segments: _Told = field(default_factory=lambda: _Told(Name.SEGMENT))

    def after(self, mark: str | None) -> Self:
        """For a client who has all lines up to that one."""
        name, _, words = (mark or "").partition("-")
        if name == Name.HEARD:
            self._heard.skipped = int(words)
        elif name == Name.SEGMENT:
            self._heard.skipped, self._segments.skipped = float("inf"), int(words)
        return self

    def heard(self, segments: Sequence[Segment]) -> Iterator[Line]:
        sentences = split_into_sentences(segments)
        if not self.diarize:
            yield from self._finished(sentences)
            return
        for _, sentence, mark in self._heard.of(sentences):
            document = segment_document(sentence, with_words=False)
            yield Line(Name.HEARD, {key: document[key] for key in ("start", "end", "text")}, mark)

    def underway(self, job: TranscriptionJob) -> Line:
        return Line(
            Name.HEARTBEAT,
            {
                "stage": job.progress.stage,
                "progress": round(job.fraction_done, 4),
                "job_id": str(job.id),
                "status": job.status,
            },
        )

    def made(self, stored: StoredTranscript) -> Iterator[Line]:
        transcript = stored.transcript
        if self.diarize:
            yield from self._finished(transcript.segments)
        yield Line(
            Name.DONE,
            {
                "clip_id": str(stored.clip_id),
                "job_id": str(stored.job_id),
                "language": transcript.language.code,
                "language_probability": round(transcript.language_probability, 3),
                "duration": round(transcript.duration, 3),
                "segments": self._segments.count,
                "warnings": list(transcript.warnings),
            },
        )

    def _finished(self, segments: Sequence[Segment]) -> Iterator[Line]:
        for number, segment, mark in self._segments.of(segments):
            document = segment_document(segment, with_words=self.with_words, levels=self.levels)
            yield Line(Name.SEGMENT, {"id": number, **document}, mark)


def failure_line(refusal: Refusal) -> Line:
    says = {"code": refusal.code, "detail": refusal.detail, "advice": refusal.advice}
    return Line(Name.ERROR, says)
