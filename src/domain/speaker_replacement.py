"""Telling the speakers of a finished transcript anew."""

from dataclasses import replace

from domain.speaker_assignment import assign_speakers
from domain.transcript import Diarization, Segment, Transcript


def with_speakers_of(diarization: Diarization, transcript: Transcript) -> Transcript:
    """The same words, said by the speakers of the diarization and no others."""
    unlabelled = [_without_speaker(segment) for segment in transcript.segments]
    return replace(
        transcript,
        segments=tuple(assign_speakers(unlabelled, diarization.turns)),
        warnings=(*transcript.warnings, *diarization.warnings),
    )


def _without_speaker(segment: Segment) -> Segment:
    words = tuple(replace(word, speaker=None) for word in segment.words)
    return replace(segment, words=words, speaker=None)
