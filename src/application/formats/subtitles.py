"""Transcripts as SubRip and WebVTT subtitles."""

from collections.abc import Iterable, Iterator

from application.formats.cues import cues_of
from application.formats.highlighted_words import Frame, frames_of
from application.formats.presentation import AS_USUAL, Presentation
from domain.transcript import Transcript


def to_srt(transcript: Transcript, presentation: Presentation = AS_USUAL) -> str:
    """https://www.matroska.org/technical/subtitles.html#srt-subtitles"""
    frames = _frames(transcript, presentation)
    return "\n".join(_srt_cue(number, frame) for number, frame in enumerate(frames, start=1))


def to_vtt(transcript: Transcript, presentation: Presentation = AS_USUAL) -> str:
    """https://www.w3.org/TR/webvtt1/"""
    return "\n".join(["WEBVTT\n", *map(_vtt_cue, _frames(transcript, presentation))])


def _frames(transcript: Transcript, presentation: Presentation) -> Iterator[Frame]:
    for cue in cues_of(transcript, presentation):
        if presentation.shape.highlight_words:
            yield from frames_of(cue)
        else:
            yield Frame(cue.span, cue)


def _srt_cue(number: int, frame: Frame) -> str:
    start, end = _milliseconds(frame)
    text = _text(frame.lines(str))
    return f"{number}\n{_srt_stamp(start)} --> {_srt_stamp(end)}\n{text}\n"


def _vtt_cue(frame: Frame) -> str:
    start, end = _milliseconds(frame)
    return f"{_vtt_stamp(start)} --> {_vtt_stamp(end)}\n{_text(frame.lines(_vtt_escaped))}\n"


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _text(lines: Iterable[str]) -> str:
    """An arrow within the text would be read as times."""
    return "\n".join(line.replace("-->", "->") for line in lines)


def _milliseconds(frame: Frame) -> tuple[int, int]:
    """Players skip a cue that does not last."""
    start, end = round(frame.span.start * 1000), round(frame.span.end * 1000)
    return start, max(end, start + 1)


def _srt_stamp(milliseconds: int) -> str:
    hours, minutes, seconds, rest = _clock(milliseconds)
    return f"{hours:02}:{minutes:02}:{seconds:02},{rest:03}"


def _vtt_stamp(milliseconds: int) -> str:
    """Hours are left out in the first one, as WebVTT allows and Whisper does."""
    hours, minutes, seconds, rest = _clock(milliseconds)
    return f"{f'{hours:02}:' if hours else ''}{minutes:02}:{seconds:02}.{rest:03}"


def _clock(milliseconds: int) -> tuple[int, int, int, int]:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, rest
