"""What goes wrong while weights are loaded, in words for clients."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from adapters.outbound.engines.devices import device_problem
from application.errors import EngineUnavailableError, ModelUnavailableError

_LOG: Final = logging.getLogger(__name__)


@contextmanager
def translating_load_errors(name: str, device: str, compute_type: str) -> Iterator[None]:
    """Raises EngineUnavailableError, ModelUnavailableError."""
    try:
        yield
    except Exception as error:  # torch, transformers, safetensors and tokenizers have their own
        if problem := device_problem(device):
            raise EngineUnavailableError(problem) from error
        _LOG.exception("%s cannot be loaded", name)
        raise ModelUnavailableError(
            f"The model {name} cannot be loaded on {device} as {compute_type}."
        ) from error
