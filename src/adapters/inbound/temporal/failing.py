"""Errors as Temporal is told of them: by their stable name, and whether to try again."""

import logging
from typing import Final

from temporalio.exceptions import ApplicationError as TemporalError
from temporalio.exceptions import ApplicationErrorCategory

from adapters.inbound.temporal.plan import NO_LONGER_WANTED, PUT_BACK
from application.errors import (
    ApplicationError,
    DatabaseUnavailableError,
)
from application.failures import unforeseen
from application.ports.progress import NoLongerWantedError

_LOG: Final = logging.getLogger(__name__)


def told(error: Exception) -> TemporalError:
    if isinstance(error, NoLongerWantedError):
        return _temporal_error("Nobody wants it any more.", NO_LONGER_WANTED, final=True)
    if isinstance(error, DatabaseUnavailableError):
        return given_back(str(error))
    known = known_error(error)
    return _temporal_error(str(known), known.code, final=not known.may_pass)


def given_back(why: str) -> TemporalError:
    return _temporal_error(why, PUT_BACK, final=True)


def known_error(error: Exception) -> ApplicationError:
    """Whatever an engine does, the job must be able to tell of it."""
    if isinstance(error, ApplicationError):
        return error
    _LOG.error("a stage failed", exc_info=error)
    return unforeseen(error)


def _temporal_error(words: str, kind: str, *, final: bool) -> TemporalError:
    # Benign: it is logged and recorded here already, and need not be once more by the library.
    return TemporalError(
        words, type=kind, non_retryable=final, category=ApplicationErrorCategory.BENIGN
    )
