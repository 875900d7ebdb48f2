"""Transcripts as SubRip and WebVTT subtitles."""

from collections.abc import Iterable
from itertools import starmap

from application.formats.cues import Cue, cues_of
from domain.transcript import Transcript


def to_srt(transcript: Transcript) -> str:
    """https://www.matroska.org/technical/subtitles.html#srt-subtitles"""
    return "\n".join(starmap(_srt_cue, enumerate(cues_of(transcript.segments), start=1)))


def to_vtt(transcript: Transcript) -> str:
    """https://www.w3.org/TR/webvtt1/"""
    return "\n".join(["WEBVTT\n", *map(_vtt_cue, cues_of(transcript.segments))])


def _srt_cue(number: int, cue: Cue) -> str:
    start, end = _milliseconds(cue)
    return f"{number}\n{_srt_stamp(start)} --> {_srt_stamp(end)}\n{_text(cue.lines)}\n"


def _vtt_cue(cue: Cue) -> str:
    start, end = _milliseconds(cue)
    lines = (line.replace("&", "&amp;").replace("<", "&lt;") for line in cue.lines)
    return f"{_vtt_stamp(start)} --> {_vtt_stamp(end)}\n{_text(lines)}\n"


def _text(lines: Iterable[str]) -> str:
    """An arrow within the text would be read as times."""
    return "\n".join(line.replace("-->", "->") for line in lines)


def _milliseconds(cue: Cue) -> tuple[int, int]:
    """Players skip a cue that does not last."""
    start, end = round(cue.span.start * 1000), round(cue.span.end * 1000)
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
