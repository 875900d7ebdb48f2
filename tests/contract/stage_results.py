"""What every StageResults does."""

from typing import Final
from uuid import uuid4

import pytest

from application.errors import JobNotFoundError
from application.ports.stage_results import SoundDecoded, SpeechFound, StageResult, VoicesHeard
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.enrolled_speaker import speaker_name
from domain.known_voices import KnownVoices
from domain.languages import Language
from domain.speaker import SpeakerTurn, speaker_label
from domain.time_span import TimeSpan
from domain.transcript import Diarization, Transcription
from domain.transcription_job import JobId, Stage
from tests.fakes.clips import a_clip
from tests.fakes.jobs import a_job
from tests.fakes.transcripts import a_segment, a_word
from tests.fakes.voices import a_voice, voice_of

_HEARD: Final = Transcription(
    language=Language("de"),
    language_probability=1.0,
    segments=(a_segment(a_word(" Grüß", 0.1, 0.2), a_word(" Gott", 0.2, 1 / 3)),),
)
_RESULTS: Final[dict[Stage, StageResult]] = {
    Stage.DECODE: SoundDecoded(1 / 3, ("3 s are damaged.",)),
    Stage.DETECT_SPEECH: SpeechFound((TimeSpan(0.0, 1 / 3), TimeSpan(0.5, 0.7))),
    Stage.TRANSCRIBE: _HEARD,
    Stage.ALIGN_WORDS: _HEARD,
    Stage.DIARIZE: Diarization(
        turns=(SpeakerTurn(speaker_label(1), TimeSpan(0.1, 0.2)),),
        overlapping=(SpeakerTurn(speaker_label(1), TimeSpan(0.1, 1 / 3)),),
        warnings=("Hm.",),
    ),
    Stage.IDENTIFY_SPEAKERS: VoicesHeard((voice_of("SPEAKER_01", 30),), ("Hm.",)),
    Stage.FETCH: KnownVoices.of(
        [(speaker_name("Ada"), a_voice(0)), (speaker_name("Ada"), a_voice(1 / 3))], ("Hm.",)
    ),
}


class StageResultsContract:
    async def test_results_come_back_as_they_were(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        job, other = a_job(clip.id), a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.jobs.add(other)
            for stage, result in _RESULTS.items():
                await uow.stage_results.put(job.id, stage, result)
            await uow.commit()
        async with unit_of_work() as uow:
            assert await uow.stage_results.of(job.id) == _RESULTS
            assert await uow.stage_results.of(other.id) == {}

    async def test_a_stage_that_ran_again_has_its_last_result(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.stage_results.put(job.id, Stage.ALIGN_WORDS, SpeechFound(()))
            await uow.stage_results.put(job.id, Stage.ALIGN_WORDS, _HEARD)
            assert await uow.stage_results.of(job.id) == {Stage.ALIGN_WORDS: _HEARD}

    async def test_results_can_be_removed(self, unit_of_work: UnitOfWorkFactory) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.stage_results.put(job.id, Stage.TRANSCRIBE, _HEARD)
            await uow.stage_results.remove(job.id)
            await uow.stage_results.remove(job.id)
            assert await uow.stage_results.of(job.id) == {}
            await uow.stage_results.put(job.id, Stage.TRANSCRIBE, _HEARD)

    async def test_a_result_belongs_to_a_job_that_is_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with unit_of_work() as uow:
            with pytest.raises(JobNotFoundError):
                await uow.stage_results.put(JobId(uuid4()), Stage.TRANSCRIBE, _HEARD)
