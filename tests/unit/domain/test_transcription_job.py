"""The life of a job."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audio_clip import ClipId
from domain.enrolled_speaker import speaker_name
from domain.errors import IllegalTransitionError, InvalidValueError
from domain.speaker_naming import AMONG_ENROLLED, AMONG_SAMPLES
from domain.speaker_sample import SpeakerSample
from domain.transcription_job import (
    CHAINS,
    MOST_LOSSES,
    NOTHING_DONE,
    RESULT_STAGE,
    STAGE_WEIGHTS,
    Failure,
    JobKind,
    JobStatus,
    Priority,
    Progress,
    Stage,
    TranscriptionJob,
    chains,
    planned_stages,
)
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR
from tests.fakes.jobs import a_job, a_lease

LATER: Final = NEW_YEAR + timedelta(hours=1)
BROKEN: Final = Failure(code="not-audio", detail="It is a picture.")
CLIP: Final = ClipId(UUID(int=1))
URL: Final = "https://example.org/talk.wav?signature=secret"
WITH_SPEAKERS: Final = TranscriptionOptions(model="tiny")
WITHOUT_SPEAKERS: Final = TranscriptionOptions(model="tiny", diarize=False)

MOVES: Final[Mapping[JobStatus, Callable[[TranscriptionJob], TranscriptionJob]]] = MappingProxyType(
    {
        JobStatus.QUEUED: lambda job: job.requeue(),
        JobStatus.RUNNING: lambda job: job.start(now=LATER),
        JobStatus.SUCCEEDED: lambda job: job.succeed(now=LATER),
        JobStatus.FAILED: lambda job: job.fail(BROKEN, now=LATER),
        JobStatus.CANCELLED: lambda job: job.cancel(now=LATER),
    }
)
LEGAL: Final = frozenset(
    {
        (JobStatus.QUEUED, JobStatus.RUNNING),
        (JobStatus.QUEUED, JobStatus.FAILED),
        (JobStatus.QUEUED, JobStatus.CANCELLED),
        (JobStatus.RUNNING, JobStatus.QUEUED),
        (JobStatus.RUNNING, JobStatus.SUCCEEDED),
        (JobStatus.RUNNING, JobStatus.FAILED),
        (JobStatus.RUNNING, JobStatus.CANCELLED),
    }
)
fractions = st.dictionaries(st.sampled_from(Stage), st.floats(min_value=0, max_value=1))


def a_job_that_is(status: JobStatus) -> TranscriptionJob:
    return replace(a_job(CLIP), status=status)


@pytest.mark.parametrize(("before", "after"), sorted(LEGAL))
def test_a_job_moves_on(before: JobStatus, after: JobStatus) -> None:
    assert MOVES[after](a_job_that_is(before)).status is after


@pytest.mark.parametrize(("before", "after"), sorted({*product(JobStatus, JobStatus)} - LEGAL))
def test_a_job_cannot_do_what_its_state_forbids(before: JobStatus, after: JobStatus) -> None:
    with pytest.raises(IllegalTransitionError, match=f"{before} job cannot become {after}"):
        MOVES[after](a_job_that_is(before))


@pytest.mark.parametrize("status", JobStatus)
def test_a_state_is_final_when_nothing_follows_it(status: JobStatus) -> None:
    assert status.is_final == (status not in {before for before, _ in LEGAL})


def test_a_job_counts_its_attempts() -> None:
    job = a_job(CLIP).start(now=NEW_YEAR).requeue().start(now=LATER)
    assert (job.attempts, job.started_at) == (2, LATER)


def test_a_job_back_in_the_queue_has_not_started() -> None:
    assert a_job(CLIP).start(now=NEW_YEAR).requeue().started_at is None


@pytest.mark.parametrize("leave", [TranscriptionJob.requeue, TranscriptionJob.put_back])
def test_a_job_back_in_the_queue_is_nobodys(
    leave: Callable[[TranscriptionJob], TranscriptionJob],
) -> None:
    running = a_job(CLIP).start(now=NEW_YEAR, lease=a_lease())
    assert running.lease_id is not None
    assert leave(running).lease_id is None


def test_a_job_that_has_ended_is_nobodys() -> None:
    running = a_job(CLIP).start(now=NEW_YEAR, lease=a_lease())
    for end in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED):
        assert MOVES[end](running).lease is None


def test_a_job_whose_runner_was_told_to_stop_is_as_it_was() -> None:
    job = a_job(CLIP)
    assert job.start(now=NEW_YEAR, lease=a_lease()).put_back() == job


def test_a_job_that_does_not_run_cannot_be_put_back() -> None:
    with pytest.raises(IllegalTransitionError):
        a_job(CLIP).put_back()


def test_a_job_may_be_lost_only_so_often() -> None:
    job, losses = a_job(CLIP), 0
    while job.survives_another_loss:
        job, losses = job.start(now=NEW_YEAR).requeue(), losses + 1
    assert losses + 1 == MOST_LOSSES


def test_only_what_was_lost_is_suspect() -> None:
    running = a_job(CLIP).start(now=NEW_YEAR)
    assert running.requeue().is_suspect
    assert not running.put_back().is_suspect
    assert not running.try_again(not_before=LATER).is_suspect


def test_a_job_that_failed_waits_until_it_is_tried_again() -> None:
    waiting = a_job(CLIP).start(now=NEW_YEAR).try_again(not_before=LATER)
    assert (waiting.status, waiting.attempts, waiting.not_before) == (JobStatus.QUEUED, 1, LATER)
    assert waiting.start(now=LATER).not_before is None


def test_another_attempt_need_not_do_again_what_is_done() -> None:
    cut_off = a_job(CLIP).start(now=NEW_YEAR)
    cut_off = cut_off.reached(Progress({Stage.DECODE: 1.0, Stage.TRANSCRIBE: 0.5}))
    assert cut_off.requeue().start(now=LATER).progress == Progress({Stage.DECODE: 1.0})


@pytest.mark.parametrize("first", Priority)
@pytest.mark.parametrize("second", Priority)
def test_whoever_waits_makes_shared_work_urgent(first: Priority, second: Priority) -> None:
    shared = a_job(CLIP, priority=first).wanted_by_more(priority=second, detached=False)
    assert (shared.priority is Priority.BATCH) == ({first, second} == {Priority.BATCH})


def test_shared_work_goes_on_as_soon_as_one_will_come_back_for_it() -> None:
    job = a_job(CLIP)
    kept = job.wanted_by_more(priority=job.priority, detached=True)
    assert kept.detached
    assert kept.wanted_by_more(priority=job.priority, detached=False).detached


@pytest.mark.parametrize("kind", [kind for kind in JobKind if kind is not JobKind.COMBINATION])
def test_work_on_sound_needs_a_clip(kind: JobKind) -> None:
    with pytest.raises(InvalidValueError, match="needs a clip"):
        a_job(None, kind=kind)
    assert a_job(None, kind=kind, source_url=URL).clip_id is None


def test_a_job_that_has_its_clip_fetches_nothing() -> None:
    with pytest.raises(InvalidValueError, match="fetches nothing"):
        a_job(CLIP, source_url=URL)


def test_a_recording_that_is_elsewhere_is_fetched_once() -> None:
    job = a_job(None, source_url=URL).start(now=NEW_YEAR)
    assert job.planned == {Stage.FETCH} | a_job(CLIP).planned
    with pytest.raises(InvalidValueError):
        _ = job.sound
    fetched = job.fetched(CLIP)
    assert (fetched.sound, fetched.source_url) == (CLIP, None)
    assert fetched.planned == job.planned
    assert fetched.progress.stages == {Stage.FETCH: 1}
    assert fetched.fraction_done > job.fraction_done


def test_where_a_recording_is_is_not_shown_and_forgotten_at_the_end() -> None:
    job = a_job(None, source_url=URL)
    running = job.start(now=NEW_YEAR)
    goes_on = (job, running, running.requeue(), running.try_again(not_before=LATER))
    assert {each.source_url for each in goes_on} == {URL}
    assert URL not in repr(goes_on)
    ends = (job.cancel(now=LATER), running.fail(BROKEN, now=LATER), running.cancel(now=LATER))
    assert {each.source_url for each in ends} == {None}


def test_a_combination_needs_no_sound() -> None:
    job = a_job(None, kind=JobKind.COMBINATION)
    assert job.planned == {Stage.ASSIGN_SPEAKERS}
    with pytest.raises(InvalidValueError):
        _ = job.sound


@pytest.mark.parametrize("kind", JobKind)
def test_what_a_job_is_to_make_is_among_what_it_does(kind: JobKind) -> None:
    assert kind in CHAINS
    assert RESULT_STAGE[kind] in planned_stages(WITH_SPEAKERS, kind)
    computed = {stage for chain in chains(kind, WITH_SPEAKERS) for stage in chain}
    assert computed <= planned_stages(WITH_SPEAKERS, kind)


@pytest.mark.parametrize("end", [JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED])
def test_a_job_remembers_when_it_ended(end: JobStatus) -> None:
    assert MOVES[end](a_job_that_is(JobStatus.RUNNING)).finished_at == LATER


def test_a_job_remembers_why_it_failed() -> None:
    assert a_job(CLIP).fail(BROKEN, now=LATER).failure == BROKEN


def test_a_change_is_a_new_value() -> None:
    job = a_job(CLIP)
    started = job.start(now=LATER)
    assert (job.status, started.status) == (JobStatus.QUEUED, JobStatus.RUNNING)
    assert started.id == job.id


def test_speakers_are_told_apart_only_when_asked_for() -> None:
    everything = set(Stage) - {Stage.FETCH, Stage.IDENTIFY_SPEAKERS}
    assert planned_stages(WITH_SPEAKERS) == everything
    assert planned_stages(WITHOUT_SPEAKERS) == everything - {Stage.DIARIZE, Stage.ASSIGN_SPEAKERS}


@pytest.mark.parametrize(
    "wishes", [{"naming": AMONG_ENROLLED}, {"naming": AMONG_SAMPLES}, {"speaker_embeddings": True}]
)
def test_voices_are_learned_only_when_asked_for(wishes: dict[str, Any]) -> None:
    wanted = replace(WITH_SPEAKERS, **wishes)
    assert planned_stages(wanted) == set(Stage) - {Stage.FETCH}
    assert chains(JobKind.FULL, wanted)[1] == (Stage.DIARIZE, Stage.IDENTIFY_SPEAKERS)


def test_whoever_only_tells_speakers_apart_learns_voices_when_asked_to() -> None:
    plain, kind = TranscriptionOptions(model="tiny"), JobKind.DIARIZATION
    assert chains(kind, plain) == ((Stage.DIARIZE,),)
    assert chains(kind, replace(plain, diarize=False)) == ((Stage.DIARIZE,),)
    named = replace(plain, naming=AMONG_ENROLLED)
    assert chains(kind, named) == ((Stage.DIARIZE, Stage.IDENTIFY_SPEAKERS),)


def test_a_job_forgets_where_its_samples_are_once_they_are_heard_or_it_has_ended() -> None:
    samples = (SpeakerSample(speaker_name("Ada"), "https://x.example/ada.wav?secret"),)
    options = replace(WITH_SPEAKERS, naming=AMONG_SAMPLES)
    job = replace(a_job(CLIP), options=options, speaker_samples=samples)
    assert "secret" not in repr(job)
    assert Stage.FETCH in job.planned
    heard = job.start(now=LATER).with_voices_of_samples("v1")
    assert (heard.speaker_samples, heard.options.naming.samples) == ((), "v1")
    assert Stage.FETCH in heard.planned
    assert job.cancel(now=LATER).speaker_samples == ()


def test_the_weights_of_all_stages_make_a_whole() -> None:
    assert STAGE_WEIGHTS.keys() == set(Stage)
    planned = planned_stages(WITH_SPEAKERS)
    assert sum(STAGE_WEIGHTS[stage] for stage in planned) == pytest.approx(1)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_progress_is_a_fraction(fraction: float) -> None:
    with pytest.raises(InvalidValueError):
        Progress({Stage.DECODE: fraction})


@pytest.mark.parametrize(("told", "kept"), [(-1, 0), (0.5, 0.5), (1.0001, 1)])
def test_a_stage_that_counts_too_far_is_simply_done(told: float, kept: float) -> None:
    assert NOTHING_DONE.with_stage(Stage.DECODE, told).stages == {Stage.DECODE: kept}


def test_progress_of_one_stage_leaves_the_others() -> None:
    progress = NOTHING_DONE.with_stage(Stage.DECODE, 1).with_stage(Stage.DIARIZE, 0.5)
    assert progress.stages == {Stage.DECODE: 1, Stage.DIARIZE: 0.5}
    assert NOTHING_DONE.stages == {}


@pytest.mark.parametrize(
    ("stages", "stage"),
    [
        ({}, None),
        ({Stage.DECODE: 0.5}, Stage.DECODE),
        ({Stage.DECODE: 1.0}, Stage.DECODE),
        ({Stage.DECODE: 1.0, Stage.TRANSCRIBE: 0.0}, Stage.TRANSCRIBE),
        ({Stage.DIARIZE: 0.9, Stage.TRANSCRIBE: 0.1}, Stage.TRANSCRIBE),
        ({Stage.DIARIZE: 0.9, Stage.TRANSCRIBE: 1.0}, Stage.DIARIZE),
        ({Stage.DIARIZE: 1.0, Stage.TRANSCRIBE: 1.0}, Stage.DIARIZE),
    ],
)
def test_the_stage_under_way_is_the_first_that_has_not_ended(
    stages: dict[Stage, float], stage: Stage | None
) -> None:
    assert Progress(stages).stage is stage


def test_a_job_without_speakers_is_done_without_them() -> None:
    job = a_job(CLIP, options=WITHOUT_SPEAKERS)
    done = Progress(dict.fromkeys(planned_stages(WITHOUT_SPEAKERS), 1.0))
    assert job.reached(done).fraction_done == pytest.approx(1)
    assert a_job(CLIP).reached(done).fraction_done < 0.7


def test_a_stage_counts_by_its_weight() -> None:
    job = a_job(CLIP).reached(Progress({Stage.TRANSCRIBE: 0.5}))
    assert job.fraction_done == pytest.approx(STAGE_WEIGHTS[Stage.TRANSCRIBE] / 2)


def test_a_job_that_succeeded_is_done_whatever_it_told_of_its_stages() -> None:
    job = a_job(CLIP).start(now=NEW_YEAR)
    assert job.fraction_done == 0
    assert job.succeed(now=LATER).fraction_done == 1


def test_a_job_that_failed_stays_where_it_was() -> None:
    job = a_job(CLIP).start(now=NEW_YEAR).reached(Progress({Stage.DECODE: 1.0}))
    assert 0 < job.fail(BROKEN, now=LATER).fraction_done < 1


def test_nothing_planned_is_nothing_done() -> None:
    assert Progress({Stage.DECODE: 1.0}).of_all(frozenset()) == 0


@given(fractions, st.sampled_from([WITH_SPEAKERS, WITHOUT_SPEAKERS]))
def test_progress_is_between_nothing_and_everything(
    stages: dict[Stage, float], options: TranscriptionOptions
) -> None:
    assert 0 <= Progress(stages).of_all(planned_stages(options)) <= 1


@given(fractions, st.sampled_from(Stage), st.floats(min_value=0, max_value=1))
def test_a_stage_that_goes_on_takes_nothing_back(
    stages: dict[Stage, float], stage: Stage, fraction: float
) -> None:
    before = Progress(stages)
    after = before.with_stage(stage, max(fraction, stages.get(stage, 0)))
    assert after.of_all(frozenset(Stage)) >= before.of_all(frozenset(Stage))
