"""From a file to a transcript, stage by stage."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from threading import Barrier, Event, Lock
from typing import Final

import pytest

from application.assembly import combined, transcript_of
from application.ports.stage_results import SoundDecoded, SpeechFound, StageResult
from application.transcription_pipeline import TranscriptionPipeline
from domain.speaker import SpeakerCount, speaker_label
from domain.transcript import Diarization
from domain.transcription_job import RESULT_STAGE, JobKind, Stage, planned_stages
from domain.transcription_options import TranscriptionOptions
from tests.fakes.engines import HELLO, TWO_SPEAKERS
from tests.fakes.jobs import TINY
from tests.fakes.pipeline import EVERY_STAGE_TO_KEEP, RESUMABLE, Engines, a_run, pipeline_of
from tests.fakes.progress import PATIENCE, Notes

WITHOUT_SPEAKERS: Final = TranscriptionOptions(model="tiny", diarize=False)


async def test_a_transcript_says_who_said_what(
    pipeline: TranscriptionPipeline, notes: Notes
) -> None:
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert [(segment.speaker, segment.text) for segment in transcript.segments] == [
        (speaker_label(0), "Hello there."),
        (speaker_label(1), "General Kenobi."),
    ]
    assert (transcript.language, transcript.language_probability) == (HELLO.language, 0.98765)
    assert (transcript.duration, transcript.model, transcript.warnings) == (2.0, "tiny", ())


@pytest.mark.parametrize("options", [TINY, WITHOUT_SPEAKERS])
async def test_the_planned_stages_are_run_to_their_end_and_no_others(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes, options: TranscriptionOptions
) -> None:
    await pipeline(a_run(notes, options=options))
    planned = planned_stages(options) - {Stage.ASSIGN_SPEAKERS}
    assert {stage for stage, _ in notes.told} == planned
    assert all(notes.fractions_of(stage)[-1] == 1 for stage in planned)
    assert engines.asked == planned & RESUMABLE


async def test_without_speakers_nobody_is_named(
    pipeline: TranscriptionPipeline, notes: Notes
) -> None:
    results = await pipeline(a_run(notes, options=WITHOUT_SPEAKERS))
    transcript = transcript_of(results, WITHOUT_SPEAKERS)
    assert transcript.text == "Hello there. General Kenobi."
    assert transcript.speakers == []


@pytest.mark.parametrize("stage", sorted(RESUMABLE))
async def test_a_stage_tells_that_it_begins_before_it_tells_that_it_ended(
    pipeline: TranscriptionPipeline, notes: Notes, stage: Stage
) -> None:
    await pipeline(a_run(notes))
    fractions = notes.fractions_of(stage)
    assert list(fractions) == sorted(fractions)
    assert fractions[0] == 0


async def test_each_engine_is_given_what_the_one_before_it_found(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    two = SpeakerCount(2, 2)
    options = replace(TINY, speakers=two)
    await pipeline(a_run(notes, options=options))
    assert engines.transcriber.heard == [tuple(engines.detector.spans)]
    assert engines.transcriber.asked == [options]
    assert engines.aligner.asked == [HELLO]
    assert engines.diarizer.asked == [two]


async def test_silence_has_an_empty_transcript(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.detector.spans = ()
    engines.transcriber.says = replace(HELLO, segments=())
    engines.diarizer.says = Diarization(())
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert (transcript.text, transcript.segments, transcript.warnings) == ("", (), ())


async def test_speakers_are_told_apart_while_words_are_heard(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    both = Barrier(2)

    def meet() -> None:
        both.wait(PATIENCE)

    engines.transcriber.before_answering = meet
    engines.diarizer.before_answering = meet
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert len(transcript.speakers) == 2


async def test_the_event_loop_stays_free_while_engines_compute(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    loop, free = asyncio.get_running_loop(), Event()

    def wait_for_the_loop() -> None:
        loop.call_soon_threadsafe(free.set)
        assert free.wait(PATIENCE)

    engines.transcriber.before_answering = wait_for_the_loop
    await pipeline(a_run(notes))


async def test_the_result_of_every_stage_that_takes_time_is_kept(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    await pipeline(a_run(notes))
    assert notes.kept == {
        Stage.DECODE: SoundDecoded(2.0),
        Stage.DETECT_SPEECH: SpeechFound(tuple(engines.detector.spans)),
        Stage.TRANSCRIBE: HELLO,
        Stage.ALIGN_WORDS: HELLO,
        Stage.DIARIZE: TWO_SPEAKERS,
    }


@pytest.mark.parametrize(
    "done",
    [
        frozenset[Stage](),
        frozenset({Stage.DETECT_SPEECH}),
        frozenset({Stage.DIARIZE}),
        frozenset({Stage.DETECT_SPEECH, Stage.TRANSCRIBE}),
        frozenset({Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.DIARIZE}),
        frozenset({Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS}),
        RESUMABLE,
    ],
)
async def test_a_run_goes_on_after_the_stages_that_are_done(
    threads: Executor, notes: Notes, done: frozenset[Stage]
) -> None:
    whole = await pipeline_of(Engines(), threads)(a_run(notes))
    engines, later = Engines(), Notes()
    kept = {stage: notes.kept[stage] for stage in done}
    resumed = await pipeline_of(engines, threads)(a_run(later, done=kept))
    assert resumed == whole
    assert engines.asked == RESUMABLE - done
    assert set(later.kept) == EVERY_STAGE_TO_KEEP - done
    assert all(later.fractions_of(stage) == [1] for stage in done)


PARTS: Final[Mapping[JobKind, tuple[set[Stage], Mapping[Stage, StageResult]]]] = {
    JobKind.TRANSCRIPTION: ({Stage.DETECT_SPEECH, Stage.TRANSCRIBE}, {}),
    JobKind.ALIGNMENT: ({Stage.ALIGN_WORDS}, {Stage.TRANSCRIBE: HELLO}),
    JobKind.DIARIZATION: ({Stage.DIARIZE}, {}),
}
"""What each kind of job asks of the engines, and what it is given."""


@pytest.mark.parametrize("kind", PARTS)
async def test_a_part_is_made_without_the_others(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes, kind: JobKind
) -> None:
    asked, given = PARTS[kind]
    results = await pipeline(a_run(notes, kind=kind, done=given))
    assert engines.asked == asked
    assert RESULT_STAGE[kind] in results
    assert {stage for stage, _ in notes.told} == asked | {Stage.DECODE}


def test_words_and_turns_that_are_given_are_combined() -> None:
    given: Mapping[Stage, StageResult] = {
        Stage.ALIGN_WORDS: HELLO,
        Stage.DIARIZE: TWO_SPEAKERS,
    }
    speakers = [segment.speaker for segment in combined(given).segments]
    assert speakers == [speaker_label(0), speaker_label(1)]


async def test_only_so_many_recordings_use_the_gpu_at_a_time(
    engines: Engines, threads: Executor
) -> None:
    both, lock, inside, most = Barrier(2), Lock(), 0, 0

    def use_the_gpu() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        both.wait(PATIENCE)  # two are let in, however many wait
        with lock:
            inside -= 1

    engines.transcriber.before_answering = use_the_gpu
    pipeline = pipeline_of(engines, threads, turn=asyncio.Semaphore(2))
    runs = [a_run(Notes(), options=WITHOUT_SPEAKERS) for _ in range(4)]
    await asyncio.gather(*map(pipeline, runs))
    assert (most, engines.decoder.closed) == (2, 4)


async def test_a_stage_with_a_device_of_its_own_takes_turns_there_alone(
    threads: Executor, engines: Engines
) -> None:
    """Two recordings are transcribed together, while one after the other has its speakers told
    apart."""
    both, lock, inside, most = Barrier(2), Lock(), 0, 0

    def meet() -> None:
        both.wait(PATIENCE)

    def count() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        with lock:
            inside -= 1

    engines.transcriber.before_answering = meet
    engines.diarizer.before_answering = count
    pipeline = replace(
        pipeline_of(engines, threads, turn=asyncio.Semaphore(2)),
        stage_turns={Stage.DIARIZE: asyncio.Semaphore(1)},
    )
    await asyncio.gather(*(pipeline(a_run(Notes())) for _ in range(2)))
    assert most == 1
    assert len(engines.diarizer.asked) == 2


async def test_warnings_of_the_sound_and_of_the_speakers_are_collected(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.decoder.warnings = ("3 s are damaged.",)
    engines.diarizer.says = replace(TWO_SPEAKERS, warnings=("A guess.",))
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert transcript.warnings == ("3 s are damaged.", "A guess.")
