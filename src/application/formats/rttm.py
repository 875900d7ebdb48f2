"""Who spoke when, as Rich Transcription Time Marked: what diarizers are scored on.

https://github.com/nryant/dscore#rttm
"""

from collections.abc import Iterable, Iterator
from typing import Final

from application.formats.presentation import AS_USUAL, Presentation
from domain.speaker import SpeakerTurn
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript

_RECORDING: Final = "recording"
"""The name of the file in each line: a transcript does not know it."""
_PAUSE: Final = 0.5
"""Seconds of silence that end a turn, as in the truth of most corpora."""


def to_rttm(transcript: Transcript, _: Presentation = AS_USUAL) -> str:
    """The turns of a transcript are those of its words: where two spoke at once, of the one who
    was written down. Words that nobody is named for are left out."""
    return turns_to_rttm(spoken_turns(transcript))


def turns_to_rttm(turns: Iterable[SpeakerTurn]) -> str:
    return "".join(map(_line, turns))


def spoken_turns(transcript: Transcript) -> list[SpeakerTurn]:
    """Words in a row of one speaker, in order of time."""
    turns: list[SpeakerTurn] = []
    for said in _said(transcript.segments):
        if turns and turns[-1].speaker == said.speaker and turns[-1].span.gap(said.span) < _PAUSE:
            last = turns.pop().span
            span = TimeSpan(min(last.start, said.span.start), max(last.end, said.span.end))
            turns.append(SpeakerTurn(said.speaker, span))
        else:
            turns.append(said)
    return turns


def _said(segments: Iterable[Segment]) -> Iterator[SpeakerTurn]:
    for segment in segments:
        words = [(word.speaker or segment.speaker, word.span) for word in segment.words]
        for speaker, span in words or [(segment.speaker, segment.span)]:
            if speaker is not None:
                yield SpeakerTurn(speaker, span)


def _line(turn: SpeakerTurn) -> str:
    """Its fields are set apart by spaces, so a name has none."""
    name = "_".join(turn.speaker.split()) or "<NA>"
    start, seconds = turn.span.start, turn.span.duration
    return f"SPEAKER {_RECORDING} 1 {start:.3f} {seconds:.3f} <NA> <NA> {name} <NA> <NA>\n"
