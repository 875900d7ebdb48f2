"""A transcript as whisper.cpp's server writes it: each segment as it is, with a space before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.inbound.whispercpp.pieces import spoken
from application.formats.json_document import Document
from application.formats.verbose_json import verbose_segments
from domain.speaker import SpeakerLabel
from domain.transcript import Segment, Transcript, Word
from domain.transcription_options import Task

_LABEL: Final = "SPEAKER_"


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceBody:
    transcript: Transcript
    segments: Sequence[Segment]
    """Those of the transcript, or what they were cut into."""
    task: Task
    was_named: bool
    """Whether the caller said which language it is."""

    def text(self) -> str:
        return "".join(f"{_mark(each.speaker)}{_text(each)}\n" for each in self.segments)

    def srt(self, *, after: int) -> str:
        """The first cue has the number after that."""
        return "".join(
            f"{after + number}\n{_times(each, ',')}\n{_mark(each.speaker)}{_cue(each)}\n\n"
            for number, each in enumerate(self.segments, start=1)
        )

    def vtt(self) -> str:
        cues = (
            f"{_times(each, '.')}\n{_voice(each.speaker)}{_cue(each)}\n\n" for each in self.segments
        )
        return "WEBVTT\n\n" + "".join(cues)

    def verbose(self, *, with_times: bool, with_word_times: bool, with_language: bool) -> Document:
        document: Document = {
            "task": self.task.value,
            "language": self.transcript.language.name,
            "duration": round(self.transcript.duration, 3),
            "text": self.text(),
            "segments": [
                _segment(each, figures, with_times=with_times, with_word_times=with_word_times)
                for each, figures in zip(
                    self.segments, verbose_segments(self.segments), strict=True
                )
            ],
        }
        return document | (self._detected() if with_language and not self.was_named else {})

    def _detected(self) -> Document:
        """Of the other languages nobody knows how likely they were."""
        language = self.transcript.language
        probability = round(self.transcript.language_probability, 4)
        return {
            "detected_language": language.name,
            "detected_language_probability": probability,
            "language_probabilities": {language.code: probability},
        }


def _segment(
    segment: Segment, figures: Document, *, with_times: bool, with_word_times: bool
) -> Document:
    document: Document = {"id": figures["id"], "text": _text(segment)}
    if with_times:
        document |= {"start": figures["start"], "end": figures["end"]}
    if segment.speaker is not None:
        document["speaker"] = _number(segment.speaker)
    names = ("tokens", "temperature", "avg_logprob", "no_speech_prob")
    words = [_word(word, with_times=with_word_times) for word in segment.words]
    return document | {"words": words} | {name: figures[name] for name in names}


def _word(word: Word, *, with_times: bool) -> Document:
    times = {"start": round(word.span.start, 3), "end": round(word.span.end, 3)}
    return {
        "word": word.text,
        **(times if with_times else {}),
        "probability": round(word.score, 3),
    }


def _text(segment: Segment) -> str:
    return spoken(segment.words) or segment.text


def _cue(segment: Segment) -> str:
    """An arrow within the text would be read as times."""
    return _text(segment).replace("-->", "->")


def _mark(speaker: SpeakerLabel | None) -> str:
    return "" if speaker is None else f"(speaker {_number(speaker)})"


def _voice(speaker: SpeakerLabel | None) -> str:
    return "" if speaker is None else f"<v Speaker{_number(speaker)}>"


def _number(speaker: SpeakerLabel) -> str:
    """`0` for SPEAKER_00."""
    number = speaker.removeprefix(_LABEL)
    return str(int(number)) if number.isdecimal() else speaker


def _times(segment: Segment, point: str) -> str:
    return f"{_stamp(segment.span.start, point)} --> {_stamp(segment.span.end, point)}"


def _stamp(seconds: float, point: str) -> str:
    """With hours always; it counts in steps of 10 ms."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 100:02}{point}{rest % 100 * 10:03}"
