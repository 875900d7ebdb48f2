"""What an error means over HTTP. The one place that knows; every dialect reads it."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, TypeAlias

from adapters.inbound.request_errors import (
    LongPartHeaderError,
    MalformedFormError,
    MalformedKeyError,
    MalformedTusHeaderError,
    NotMultipartError,
    NotUploadBytesError,
    RepeatedPartError,
    RequestError,
    TusVersionError,
    TwoKeysError,
)
from application.errors import (
    ApplicationError,
    CallbackUnreachableError,
    ConflictError,
    CorruptWeightsError,
    DatabaseUnavailableError,
    EmptyFileError,
    EngineNotOfferedError,
    KeyRefusedError,
    KeyReusedError,
    MissingKeyError,
    NotFoundError,
    QueueFullError,
    RemoteError,
    RemoteFailedError,
    ServiceStoppingError,
    StorageFullError,
    TooLittleSpeechError,
    TooMuchAudioError,
    TranscriptionCancelledError,
    TranscriptionFailedError,
    UnavailableError,
    UnknownModelError,
    UnusableAudioError,
    UploadBusyError,
    UploadExpiredError,
)
from domain.errors import DomainError, IllegalTransitionError, InvalidValueError

KnownError: TypeAlias = ApplicationError | DomainError | RequestError

STATUS_OF: Final[Mapping[type[KnownError], HTTPStatus]] = MappingProxyType(
    {
        InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
        IllegalTransitionError: HTTPStatus.CONFLICT,
        NotFoundError: HTTPStatus.NOT_FOUND,
        UploadExpiredError: HTTPStatus.GONE,
        ConflictError: HTTPStatus.CONFLICT,
        UploadBusyError: HTTPStatus.LOCKED,
        MissingKeyError: HTTPStatus.UNAUTHORIZED,
        KeyRefusedError: HTTPStatus.FORBIDDEN,
        KeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
        UnusableAudioError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        EmptyFileError: HTTPStatus.UNPROCESSABLE_ENTITY,
        TooLittleSpeechError: HTTPStatus.UNPROCESSABLE_ENTITY,
        TooMuchAudioError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        RemoteError: HTTPStatus.UNPROCESSABLE_ENTITY,
        RemoteFailedError: HTTPStatus.BAD_GATEWAY,
        CallbackUnreachableError: HTTPStatus.BAD_REQUEST,
        UnknownModelError: HTTPStatus.UNPROCESSABLE_ENTITY,
        EngineNotOfferedError: HTTPStatus.UNPROCESSABLE_ENTITY,
        QueueFullError: HTTPStatus.SERVICE_UNAVAILABLE,
        UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
        CorruptWeightsError: HTTPStatus.SERVICE_UNAVAILABLE,
        StorageFullError: HTTPStatus.INSUFFICIENT_STORAGE,
        TranscriptionCancelledError: HTTPStatus.CONFLICT,
        TranscriptionFailedError: HTTPStatus.INTERNAL_SERVER_ERROR,
        RequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
        NotMultipartError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        MalformedFormError: HTTPStatus.BAD_REQUEST,
        LongPartHeaderError: HTTPStatus.BAD_REQUEST,
        RepeatedPartError: HTTPStatus.BAD_REQUEST,
        MalformedKeyError: HTTPStatus.BAD_REQUEST,
        TwoKeysError: HTTPStatus.BAD_REQUEST,
        MalformedTusHeaderError: HTTPStatus.BAD_REQUEST,
        TusVersionError: HTTPStatus.PRECONDITION_FAILED,
        NotUploadBytesError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    }
)


RETRY_AFTER: Final[Mapping[type[KnownError], int]] = MappingProxyType(
    {QueueFullError: 10, DatabaseUnavailableError: 5, ServiceStoppingError: 10}
)
"""Seconds after which it is worth asking again."""


def status_of(error: type[KnownError]) -> HTTPStatus:
    """The status of `error`, or of its nearest ancestor that has one."""
    return next(STATUS_OF[kind] for kind in error.__mro__ if kind in STATUS_OF)


def headers_of(error: type[KnownError]) -> Mapping[str, str]:
    """What the answer says besides its body."""
    seconds = RETRY_AFTER.get(error)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def code_of(error: type[KnownError]) -> str:
    """The stable name of `error`: its own, or else that of its class, as in `invalid-option`."""
    if issubclass(error, ApplicationError):
        return error.code
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", error.__name__.removesuffix("Error")).lower()
