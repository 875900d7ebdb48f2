"""What an error means over HTTP. The one place that knows; every dialect reads it."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, TypeAlias

from adapters.inbound.request_errors import (
    MalformedFormError,
    NotMultipartError,
    RequestError,
)
from application.errors import (
    ApplicationError,
    ConflictError,
    CorruptWeightsError,
    EmptyFileError,
    NotFoundError,
    StorageFullError,
    TooMuchAudioError,
    TranscriptionFailedError,
    UnavailableError,
    UnknownModelError,
    UnusableAudioError,
)
from domain.errors import DomainError, IllegalTransitionError, InvalidValueError

KnownError: TypeAlias = ApplicationError | DomainError | RequestError

STATUS_OF: Final[Mapping[type[KnownError], HTTPStatus]] = MappingProxyType(
    {
        InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
        IllegalTransitionError: HTTPStatus.CONFLICT,
        NotFoundError: HTTPStatus.NOT_FOUND,
        ConflictError: HTTPStatus.CONFLICT,
        UnusableAudioError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        EmptyFileError: HTTPStatus.UNPROCESSABLE_ENTITY,
        TooMuchAudioError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        UnknownModelError: HTTPStatus.UNPROCESSABLE_ENTITY,
        UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
        CorruptWeightsError: HTTPStatus.SERVICE_UNAVAILABLE,
        StorageFullError: HTTPStatus.INSUFFICIENT_STORAGE,
        TranscriptionFailedError: HTTPStatus.INTERNAL_SERVER_ERROR,
        RequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
        NotMultipartError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        MalformedFormError: HTTPStatus.BAD_REQUEST,
    }
)


def status_of(error: type[KnownError]) -> HTTPStatus:
    """The status of `error`, or of its nearest ancestor that has one."""
    return next(STATUS_OF[kind] for kind in error.__mro__ if kind in STATUS_OF)


def code_of(error: type[KnownError]) -> str:
    """The stable name of `error`: its own, or else that of its class, as in `invalid-option`."""
    if issubclass(error, ApplicationError):
        return error.code
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", error.__name__.removesuffix("Error")).lower()
