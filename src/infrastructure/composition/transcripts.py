"""Transcripts: made while the caller waits, and read again."""

from dependency_injector import providers

from application.use_cases.jobs.hear_job import HearJob
from application.use_cases.speakers.diarize import Diarize
from application.use_cases.transcripts.follow_transcription import FollowTranscription
from application.use_cases.transcripts.get_job_transcript import GetJobTranscript, ReadJobTranscript
from application.use_cases.transcripts.get_transcript import DeleteTranscripts, GetTranscript
from application.use_cases.transcripts.transcribe import Transcribe
from infrastructure.composition.foundation import Foundation
from infrastructure.composition.job_queue import JobQueue
from infrastructure.composition.job_requests import JobRequests
from infrastructure.composition.speakers import Speakers


class Transcripts(JobRequests):
    transcribe = providers.Factory(
        Transcribe,
        request=JobRequests.request_transcription,
        wait=JobRequests.await_job,
        cancel=JobRequests.cancel_job,
        audience=JobQueue.job_audience,
        unit_of_work=Foundation.unit_of_work.provider,
    )
    follow_transcription = providers.Factory(
        FollowTranscription,
        transcribe=transcribe,
        hear=providers.Factory(
            HearJob, unit_of_work=Foundation.unit_of_work.provider, news=JobQueue.job_news
        ),
    )
    diarize = providers.Factory(
        Diarize,
        request=JobRequests.request_job,
        wait=JobRequests.await_job,
        cancel=JobRequests.cancel_job,
        transcribe=transcribe,
        gallery=Speakers.gallery,
        unit_of_work=Foundation.unit_of_work.provider,
    )

    get_transcript = providers.Factory(GetTranscript, unit_of_work=Foundation.unit_of_work.provider)
    get_job_transcript = providers.Factory(
        GetJobTranscript, unit_of_work=Foundation.unit_of_work.provider
    )
    read_job_transcript = providers.Factory(
        ReadJobTranscript,
        unit_of_work=Foundation.unit_of_work.provider,
        transcript_of=get_job_transcript,
    )
    delete_transcripts = providers.Factory(
        DeleteTranscripts, unit_of_work=Foundation.unit_of_work.provider
    )
