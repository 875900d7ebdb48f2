"""A task and its result, as the task API answers them and as its callbacks say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from application.advice import with_advice
from application.formats.character_times import chars_of
from application.formats.json_document import Document
from application.task_note import TaskNote
from domain.audio_clip import AudioClip
from domain.estimated_words import ESTIMATED
from domain.sentences import split_into_sentences
from domain.speaker import SpeakerLabel
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Segment, Transcript, Transcription, Word
from domain.transcription_job import JobKind, JobStatus, TranscriptionJob

TaskResult: TypeAlias = Transcript | Transcription | Diarization

STATUS_OF: Final[Mapping[JobStatus, str]] = MappingProxyType(
    {
        JobStatus.QUEUED: "queued",
        JobStatus.RUNNING: "processing",
        JobStatus.SUCCEEDED: "completed",
        JobStatus.FAILED: "failed",
        JobStatus.CANCELLED: "failed",
    }
)
"""The API has no word for a task that somebody stopped; its error says so."""
_STAGES: Final = frozenset({JobKind.TRANSCRIPTION, JobKind.ALIGNMENT})
_TIMES_ARE_ESTIMATES: Final = (
    "The times of words are estimates: each segment's time is shared out among its words, because "
    "nothing on this server hears when words of this language are said."
)
_RESULT_IS_GONE: Final = "The result is not kept any more: its transcript was deleted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job as the task API sees it."""

    job: TranscriptionJob
    result: TaskResult | None = None
    """None until it has succeeded, and when it was deleted since."""
    clip: AudioClip | None = None
    """What it is about, for a job that came by a door which keeps no note of it."""

    @property
    def file_name(self) -> str | None:
        own = TaskNote.of(self.job.note).file_name
        return own if own or self.clip is None else self.clip.filename

    @property
    def audio_duration(self) -> float | None:
        own = TaskNote.of(self.job.note).audio_duration
        return own if own or self.clip is None else self.clip.format.duration


def task_document(task: Task) -> Document:
    return {
        "identifier": str(task.job.id),
        "status": STATUS_OF[task.job.status],
        "result": None if task.result is None else _result(task.job.kind, task.result),
        "metadata": _metadata(task),
        "error": _RESULT_IS_GONE if _has_lost_its_result(task) else _error(task.job),
    }


def task_summary(task: Task) -> Document:
    job = task.job
    note = TaskNote.of(job.note)
    return {
        "identifier": str(job.id),
        "status": STATUS_OF[job.status],
        "task_type": job.kind.value,
        "file_name": task.file_name,
        "url": note.url,
        "audio_duration": _seconds(task.audio_duration),
        "language": note.language,
        "error": _error(job),
        "duration": _processing_seconds(job),
        "start_time": _time(job.started_at),
        "end_time": _time(job.finished_at),
    }


def _metadata(task: Task) -> Document:
    job, note = task.job, TaskNote.of(task.job.note)
    return {
        "task_type": job.kind.value,
        "task_params": dict(note.task_params),
        "language": note.language or _language(job.kind, task.result),
        "file_name": task.file_name,
        "url": note.url,
        "callback_url": None if job.callback is None else job.callback.url,
        "duration": _processing_seconds(job),
        "audio_duration": _seconds(task.audio_duration),
        "start_time": _time(job.started_at),
        "end_time": _time(job.finished_at),
        "progress": round(job.fraction_done, 4),
        "warnings": _warnings(task, note),
    }


def _warnings(task: Task, note: TaskNote) -> list[str]:
    said = [*note.warnings, *task.job.warnings]
    if _has_lost_its_result(task):
        said.append(_RESULT_IS_GONE)
    if task.result is not None:
        said += task.result.warnings
    if isinstance(task.result, Transcription) and task.job.kind is JobKind.ALIGNMENT:
        words = [word for segment in task.result.segments for word in segment.words]
        if any(word.score == ESTIMATED and not word.interpolated for word in words):
            said.append(_TIMES_ARE_ESTIMATES)
    return list(dict.fromkeys(said))


def _has_lost_its_result(task: Task) -> bool:
    return task.result is None and task.job.status is JobStatus.SUCCEEDED


def _result(kind: JobKind, result: TaskResult) -> object:
    if isinstance(result, Diarization):
        return [
            {"label": turn.speaker, "speaker": turn.speaker, **_times(turn.span)}
            for turn in result.overlapping or result.turns
        ]
    language = _language(kind, result)
    # What a transcriber hears together may last half a minute; the others are sentences already.
    segments = split_into_sentences(result.segments) if kind in _STAGES else result.segments
    if kind is JobKind.TRANSCRIPTION:
        return {"segments": [_plain(each) for each in segments], "language": language}
    return {
        "segments": [_with_words(each) for each in segments],
        "word_segments": [_word(word) for each in segments for word in each.words],
        "language": language,
    }


def _language(kind: JobKind, result: TaskResult | None) -> str | None:
    """A transcript to be combined need not say its language; then nobody knows it."""
    if result is None or isinstance(result, Diarization):
        return None
    is_known = kind is not JobKind.COMBINATION or result.language_probability > 0
    return result.language.code if is_known else None


def _plain(segment: Segment) -> Document:
    return {**_times(segment.span), "text": segment.text.strip()}


def _with_words(segment: Segment) -> Document:
    words: Sequence[Document] = [_word(word) for word in segment.words]
    return {
        **_plain(segment),
        **_speaker(segment.speaker),
        "words": words,
        **chars_of(segment.words),
    }


def _word(word: Word) -> Document:
    return {
        "word": word.text.strip(),
        **_times(word.span),
        "score": round(word.score, 3),
        **_speaker(word.speaker),
        **({"interpolated": True} if word.interpolated else {}),
    }


def _speaker(label: SpeakerLabel | None) -> Document:
    return {} if label is None else {"speaker": label}


def _times(span: TimeSpan) -> Document:
    return {"start": round(span.start, 3), "end": round(span.end, 3)}


def _error(job: TranscriptionJob) -> str | None:
    if job.status is JobStatus.CANCELLED:
        return "The task was cancelled."
    if job.status is not JobStatus.FAILED or job.failure is None:
        return None
    return with_advice(job.failure.detail, job.failure.advice)


def _processing_seconds(job: TranscriptionJob) -> float | None:
    if job.started_at is None or job.finished_at is None:
        return None
    return _seconds((job.finished_at - job.started_at).total_seconds())


def _seconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
