"""What may be asked of the worker and is not heeded here; nobody is left to guess it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from adapters.inbound.serverless.job_input import JobInput
from adapters.inbound.serverless.run_request import RunRequest

Asks: TypeAlias = Callable[[RunRequest], bool]


def _input(name: str) -> Asks:
    """Whether that field of the input asks for anything but what is done anyway."""
    usual = JobInput.model_fields[name].default
    return lambda request: getattr(request.input, name) != usual


def _speakers(name: str) -> Asks:
    return lambda request: not request.input.diarization and _input(name)(request)


UNHEEDED: Final[Mapping[str, tuple[Asks, str]]] = MappingProxyType(
    {
        "num_speakers": (_speakers("num_speakers"), "it needs diarization"),
        "min_speakers": (_speakers("min_speakers"), "it needs diarization"),
        "max_speakers": (_speakers("max_speakers"), "it needs diarization"),
        "huggingface_access_token": (
            _input("huggingface_access_token"),
            "the service has models of its own, and the token was not kept",
        ),
        "speaker_samples": (_speakers("speaker_samples"), "it needs diarization"),
        "speaker_verification": (_speakers("speaker_verification"), "it needs diarization"),
        "debug": (_input("debug"), "GET /api/jobs/{id} tells how long each stage took"),
        "policy.executionTimeout": (
            lambda request: request.policy.executionTimeout is not None,
            "how long a stage may take is a setting of the server",
        ),
        "policy.ttl": (
            lambda request: request.policy.ttl is not None,
            "how long jobs are kept is a setting of the server",
        ),
        "s3Config": (
            lambda request: request.s3Config is not None,
            "the output comes with the job",
        ),
    }
)
"""By name: who asks for it, and what is done instead."""


def warnings_of(request: RunRequest) -> list[str]:
    return [
        f"{name} has no effect: {instead}."
        for name, (is_asked, instead) in UNHEEDED.items()
        if is_asked(request)
    ]
