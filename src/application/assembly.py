"""From the results of the stages to what a job was to make."""

from typing import Final, TypeAlias

from application.ports.stage_results import SoundDecoded
from application.stage_work import Results, result_of
from domain.sentences import split_into_sentences
from domain.speaker_assignment import assign_speakers
from domain.transcript import Diarization, Transcript, Transcription
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

_NOBODY: Final = Diarization(())
_Warned: TypeAlias = SoundDecoded | Transcription | Diarization
_WARNING: Final = (Stage.DECODE, Stage.TRANSCRIBE, Stage.ALIGN_WORDS, Stage.DIARIZE)
"""The stages whose results have warnings, in the order in which these are shown."""


def transcript_of(results: Results, options: TranscriptionOptions) -> Transcript:
    """Raises TranscriptionFailedError where a result is missing."""
    sound = result_of(Stage.DECODE, SoundDecoded, results)
    transcription = combined(results)
    return Transcript(
        language=transcription.language,
        language_probability=transcription.language_probability,
        duration=sound.duration,
        segments=transcription.segments,
        model=options.model,
        warnings=warnings_of(results),
    )


def combined(results: Results) -> Transcription:
    """The words in sentences, each with its speaker, where they were told apart.

    Raises TranscriptionFailedError where there are no words.
    """
    aligned = result_of(Stage.ALIGN_WORDS, Transcription, results)
    segments = assign_speakers(split_into_sentences(aligned.segments), _diarization(results).turns)
    return Transcription(
        language=aligned.language,
        language_probability=aligned.language_probability,
        segments=tuple(segments),
    )


def warnings_of(results: Results) -> tuple[str, ...]:
    """What was asked for and could not be had."""
    each = [results.get(stage) for stage in _WARNING]
    said = [result.warnings for result in each if isinstance(result, _Warned)]
    # The aligner passes on what the transcriber said.
    return tuple(dict.fromkeys(warning for warnings in said for warning in warnings))


def _diarization(results: Results) -> Diarization:
    found = results.get(Stage.DIARIZE)
    return found if isinstance(found, Diarization) else _NOBODY
