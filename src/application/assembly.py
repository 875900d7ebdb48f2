"""From the results of the stages to what a job was to make."""

from typing import Final, TypeAlias

from application.ports.stage_results import SoundDecoded, VoicesHeard
from application.stage_work import Results, result_of
from domain.known_voices import KnownVoices
from domain.sentences import split_into_sentences
from domain.speaker_assignment import assign_speakers
from domain.speaker_identification import Identified
from domain.speaker_names import NO_NAMES, Names, called_by_name, name_of
from domain.transcript import Diarization, Transcript, Transcription
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions
from domain.voice_print import SpeakerVoice

_NOBODY: Final = Diarization(())
_Warned: TypeAlias = SoundDecoded | Transcription | Diarization | VoicesHeard | KnownVoices
_WARNING: Final = (
    Stage.FETCH,
    Stage.DECODE,
    Stage.TRANSCRIBE,
    Stage.ALIGN_WORDS,
    Stage.DIARIZE,
    Stage.IDENTIFY_SPEAKERS,
)
"""The stages whose results have warnings, in the order in which these are shown."""


def transcript_of(
    results: Results, options: TranscriptionOptions, names: Names = NO_NAMES
) -> Transcript:
    """With those who were recognised called by name. Raises TranscriptionFailedError where a
    result is missing."""
    sound = result_of(Stage.DECODE, SoundDecoded, results)
    transcription = combined(results)
    return Transcript(
        language=transcription.language,
        language_probability=transcription.language_probability,
        duration=sound.duration,
        segments=tuple(called_by_name(transcription.segments, names)),
        model=options.model,
        warnings=warnings_of(results),
        identified=identified_in(names),
        voices=_voices(results, names) if options.speaker_embeddings else (),
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


def identified_in(names: Names) -> tuple[Identified, ...]:
    return tuple(names[label] for label in sorted(names))


def _voices(results: Results, names: Names) -> tuple[SpeakerVoice, ...]:
    """The diarizer's own where it knows everybody's, or else the encoder's: of one model all."""
    told_apart, heard = _diarization(results), results.get(Stage.IDENTIFY_SPEAKERS)
    voices = told_apart.voices
    if {turn.speaker for turn in told_apart.turns} - {voice.label for voice in voices}:
        voices = heard.voices if isinstance(heard, VoicesHeard) else ()
    called = {name_of(voice.label, names): voice.print for voice in reversed(voices)}
    return tuple(SpeakerVoice(speaker, called[speaker]) for speaker in sorted(called))


def _diarization(results: Results) -> Diarization:
    found = results.get(Stage.DIARIZE)
    return found if isinstance(found, Diarization) else _NOBODY
