"""Jobs as workflows, from the request to what they were to make."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Final

import pytest

from application.errors import EngineUnavailableError, TranscriptionFailedError
from application.ports.stage_results import StageResult
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.transcripts.follow_transcription import Heard
from domain.audio_clip import ContentHash
from domain.enrolled_speaker import speaker_name
from domain.job_history import Happening
from domain.speaker_naming import AMONG_ENROLLED, AMONG_SAMPLES
from domain.speaker_sample import SpeakerSample
from domain.transcript import Diarization, Segment, Transcription
from domain.transcription_job import RESULT_STAGE, JobKind, JobStatus, Stage, planned_stages
from domain.voice_print import VoicePrint
from tests.fakes.clips import ADA, a_clip
from tests.fakes.engines import HELLO, TWO_SPEAKERS
from tests.fakes.jobs import TINY
from tests.fakes.kept import SOUND, a_kept_clip
from tests.temporal.workplace import PATIENCE, Workplace, a_clip_of, asked_for, end_of

URL: Final = "https://example.org/talk.wav?signature=secret"
NO_LABELS: Final = replace(TINY, diarize=False)


async def test_a_job_becomes_a_transcript_with_speakers(place: Workplace) -> None:
    process = await place.working()
    clip_id = await a_clip_of(place)
    job = await end_of(process, await asked_for(process, clip_id))
    assert (job.status, job.warnings, job.attempts) == (JobStatus.SUCCEEDED, (), 1)
    async with place.service.unit_of_work() as uow:
        stored = await uow.transcripts.latest(clip_id)
    speakers = [segment.speaker for segment in stored.transcript.segments]
    assert speakers == ["SPEAKER_00", "SPEAKER_01"]
    finished = Counter(event.stage for event in await place.history(job.id) if event.stage)
    assert finished == Counter(planned_stages(TINY) - {Stage.ASSIGN_SPEAKERS})


def _wait(gate: Event) -> None:
    assert gate.wait(PATIENCE)


async def test_what_is_heard_is_told_while_the_stage_goes_on(place: Workplace) -> None:
    process, go_on = await place.working(), Event()
    place.service.transcriber.after_telling = partial(_wait, go_on)
    request = TranscriptionRequest(owner=ADA, clip_id=await a_clip_of(place), options=TINY)
    told: list[Segment] = []
    async with asyncio.timeout(PATIENCE):
        async for item in process.follow_transcription()(request):
            if isinstance(item, Heard):
                told += item.segments
                assert len(told) == 1 or go_on.is_set()
                go_on.set()
    assert [segment.text for segment in told] == ["Hello there.", "General Kenobi."]


async def test_a_recording_that_is_elsewhere_is_fetched_first(place: Workplace) -> None:
    place.service.elsewhere.by_url[URL] = SOUND
    process = await place.working()
    job = await end_of(process, await asked_for(process, None, source_url=URL))
    assert (job.status, job.attempts, job.source_url) == (JobStatus.SUCCEEDED, 1, None)
    assert job.clip_id in place.service.database.committed.clips
    finished = Counter(event.stage for event in await place.history(job.id) if event.stage)
    assert finished == Counter(job.planned - {Stage.ASSIGN_SPEAKERS})
    told = await (await place.workflow(job.id)).fetch_history()
    assert "secret" not in told.to_json()


async def test_speakers_are_recognised_by_samples_that_are_fetched(place: Workplace) -> None:
    place.service.elsewhere.by_url[URL] = SOUND
    sample = SpeakerSample(speaker_name("Ada"), URL)
    process = await place.working()
    options = replace(TINY, naming=AMONG_SAMPLES)
    asked = await asked_for(
        process, None, source_url=URL, options=options, speaker_samples=(sample,)
    )
    job = await end_of(process, asked)
    assert (job.status, job.warnings, job.speaker_samples) == (JobStatus.SUCCEEDED, (), ())
    assert job.clip_id is not None
    async with place.service.unit_of_work() as uow:
        stored = await uow.transcripts.find(job.clip_id, job.options)
    assert stored is not None
    assert {segment.speaker for segment in stored.transcript.segments} == {"Ada"}
    finished = {event.stage for event in await place.history(job.id) if event.stage}
    assert Stage.IDENTIFY_SPEAKERS in finished
    told = await (await place.workflow(job.id)).fetch_history()
    assert "secret" not in told.to_json()
    assert place.service.database.committed.stage_results == {}


async def test_an_encoder_that_fails_costs_the_names_only(place: Workplace) -> None:
    place.service.elsewhere.by_url[URL] = SOUND

    def fails(_spans: object) -> VoicePrint:
        raise EngineUnavailableError("It is not installed.")

    place.service.encoder.hears = fails
    process = await place.working()
    options = replace(TINY, naming=AMONG_ENROLLED)
    job = await end_of(process, await asked_for(process, None, source_url=URL, options=options))
    assert job.status is JobStatus.SUCCEEDED
    assert job.warnings[0].startswith("No speaker names: It is not installed.")
    async with place.service.unit_of_work() as uow:
        assert job.clip_id is not None
        stored = await uow.transcripts.latest(job.clip_id)
    assert list(stored.transcript.speakers) == ["SPEAKER_00", "SPEAKER_01"]


async def test_a_transcript_of_what_was_fetched_may_be_there_already(place: Workplace) -> None:
    place.service.elsewhere.by_url[URL] = SOUND
    process = await place.working()
    for _ in range(2):
        job = await end_of(process, await asked_for(process, None, source_url=URL))
        assert job.status is JobStatus.SUCCEEDED
    assert len(place.service.transcriber.asked) == 1


async def test_what_is_not_there_to_be_fetched_is_not_tried_again(place: Workplace) -> None:
    process = await place.working()
    job = await end_of(process, await asked_for(process, None, source_url=URL))
    assert job.failure is not None
    assert (job.failure.code, job.attempts, job.source_url) == ("remote-refused", 1, None)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (JobKind.TRANSCRIPTION, {}),
        (JobKind.ALIGNMENT, {Stage.TRANSCRIBE: HELLO}),
        (JobKind.DIARIZATION, {}),
        (JobKind.COMBINATION, {Stage.ALIGN_WORDS: HELLO, Stage.DIARIZE: TWO_SPEAKERS}),
    ],
)
async def test_a_part_of_it_can_be_had_alone(
    place: Workplace, kind: JobKind, given: Mapping[Stage, StageResult]
) -> None:
    process = await place.working()
    clip_id = None if kind is JobKind.COMBINATION else await a_clip_of(place)
    asked = await asked_for(process, clip_id, kind=kind, given=given)
    job = await end_of(process, asked)
    assert job.status is JobStatus.SUCCEEDED
    made = (await place.results(job.id))[RESULT_STAGE[kind]]
    assert isinstance(made, Diarization if kind is JobKind.DIARIZATION else Transcription)


async def test_a_transcript_that_is_kept_is_not_made_again(place: Workplace) -> None:
    process = await place.working()
    clip_id = await a_clip_of(place)
    for _ in range(2):
        await end_of(process, await asked_for(process, clip_id, options=NO_LABELS))
    assert len(place.service.transcriber.asked) == 1


async def test_what_may_pass_is_tried_again_after_the_stages_that_are_finished(
    place: Workplace,
) -> None:
    transcriber = place.service.transcriber

    def fail_once() -> None:
        if len(transcriber.asked) == 1:
            raise TranscriptionFailedError("The engine stumbled.")

    transcriber.before_answering = fail_once
    process = await place.working()
    job = await end_of(process, await asked_for(process, await a_clip_of(place), options=NO_LABELS))
    assert (job.status, job.attempts) == (JobStatus.SUCCEEDED, 2)
    assert len(place.service.detector.asked) == 1
    (failed,) = [e for e in await place.history(job.id) if e.what is Happening.ATTEMPT_FAILED]
    assert (failed.stage, failed.attempt) == (Stage.TRANSCRIBE, 1)
    assert failed.failure is not None
    assert failed.failure.detail == "The engine stumbled."


async def test_a_job_fails_when_its_attempts_are_used_up(place: Workplace) -> None:
    def fail() -> None:
        raise RuntimeError("out of paper in /dev/printer")

    place.service.transcriber.before_answering = fail
    process = await place.working(temporal_max_attempts=2)
    job = await end_of(process, await asked_for(process, await a_clip_of(place)))
    assert job.status is JobStatus.FAILED
    assert job.failure is not None
    assert (job.failure.code, job.failure.detail) == (
        "transcription-failed",
        "The transcription failed.",
    )
    assert len(place.service.transcriber.asked) == 2


async def test_what_is_no_sound_is_not_tried_again(place: Workplace) -> None:
    process = await place.working()
    clip = await a_kept_clip(place.service, content=b"minutes of the meeting")
    job = await end_of(process, await asked_for(process, clip.id))
    assert job.failure is not None
    assert (job.failure.code, job.attempts) == ("not-audio", 1)
    happened = [event.what for event in await place.history(job.id)]
    assert happened == [Happening.QUEUED, Happening.STARTED, Happening.FAILED]


async def test_a_diarizer_that_fails_costs_the_labels_only(place: Workplace) -> None:
    place.service.diarizer.error = EngineUnavailableError("There is no diarizer.")
    process = await place.working()
    job = await end_of(process, await asked_for(process, await a_clip_of(place)))
    assert job.status is JobStatus.SUCCEEDED
    (warning,) = job.warnings
    assert warning.startswith("No speaker labels: There is no diarizer.")


async def test_alone_it_fails_with_its_reason(place: Workplace) -> None:
    place.service.diarizer.error = EngineUnavailableError("There is no diarizer.")
    process = await place.working()
    asked = await asked_for(process, await a_clip_of(place), kind=JobKind.DIARIZATION)
    job = await end_of(process, asked)
    assert job.failure is not None
    assert job.failure.code == "engine-unavailable"


async def test_a_clip_without_its_bytes_fails_the_job(place: Workplace) -> None:
    process = await place.working()
    clip = a_clip(content_hash=ContentHash("f" * 64))
    async with place.service.unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.commit()
    job = await end_of(process, await asked_for(process, clip.id))
    assert job.status is JobStatus.FAILED
