"""From the results of the stages to what a job was to make."""

from application.ports.stage_results import SoundDecoded
from application.stage_work import Results, result_of
from domain.sentences import split_into_sentences
from domain.speaker_assignment import assign_speakers
from domain.transcript import Diarization, Transcript, Transcription
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

_NOBODY = Diarization(())


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
    sound = results.get(Stage.DECODE)
    of_sound = sound.warnings if isinstance(sound, SoundDecoded) else ()
    return (*of_sound, *_diarization(results).warnings)


def _diarization(results: Results) -> Diarization:
    found = results.get(Stage.DIARIZE)
    return found if isinstance(found, Diarization) else _NOBODY
