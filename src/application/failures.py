"""Errors as jobs remember them, and back again."""

from application.errors import (
    ApplicationError,
    OptionsRefusedError,
    TranscriptionAbandonedError,
    TranscriptionFailedError,
    error_with_code,
)
from domain.errors import InvalidOptionError
from domain.transcription_job import Failure, TranscriptionJob


def abandoned(job: TranscriptionJob) -> TranscriptionAbandonedError:
    """Why a job is set aside that has just been lost with its runner once more."""
    return TranscriptionAbandonedError(
        f"The server ended {job.times_lost + 1} times while it worked on this recording."
    )


def unforeseen(error: Exception) -> ApplicationError:
    """As much as can be told of what no stage is to raise. Options are checked where they come in:
    those that make no sense later were kept by a version that asked less of them."""
    if isinstance(error, InvalidOptionError):
        return OptionsRefusedError(f"This version refuses what the job asks for: {error}.")
    return TranscriptionFailedError("The transcription failed.")


def failure_of(error: ApplicationError) -> Failure:
    return Failure(code=error.code, detail=str(error), advice=error.advice)


def error_of(failure: Failure) -> ApplicationError:
    return error_with_code(failure.code)(failure.detail)
