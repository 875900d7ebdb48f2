"""Failures that are a device's, for which another device may make up."""

from typing import Final

from application.errors import DeviceMemoryError, EngineUnavailableError

_SIGNS: Final = ("cuda", "cublas", "cudnn")


def is_of_the_device(error: BaseException) -> bool:
    """Whether no other sound would have been done either: the device is not there, is full, or a
    library of NVIDIA says, in CTranslate2's or torch's RuntimeError, that it failed."""
    if isinstance(error, EngineUnavailableError | DeviceMemoryError):
        return True
    if isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in _SIGNS):
        return True
    return error.__cause__ is not None and is_of_the_device(error.__cause__)
