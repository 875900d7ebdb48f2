"""Errors as jobs remember them, and back again."""

from application.errors import ApplicationError, TranscriptionAbandonedError, error_with_code
from domain.transcription_job import Failure, TranscriptionJob


def abandoned(job: TranscriptionJob) -> TranscriptionAbandonedError:
    """Why a job is set aside that has just been lost with its runner once more."""
    return TranscriptionAbandonedError(
        f"The server ended {job.times_lost + 1} times while it worked on this recording."
    )


def failure_of(error: ApplicationError) -> Failure:
    return Failure(code=error.code, detail=str(error), advice=error.advice)


def error_of(failure: Failure) -> ApplicationError:
    return error_with_code(failure.code)(failure.detail)
