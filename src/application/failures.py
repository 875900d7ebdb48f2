"""Errors as jobs remember them, and back again."""

from application.errors import ApplicationError, error_with_code
from domain.transcription_job import Failure


def failure_of(error: ApplicationError) -> Failure:
    return Failure(code=error.code, detail=str(error), advice=error.advice)


def error_of(failure: Failure) -> ApplicationError:
    return error_with_code(failure.code)(failure.detail)
