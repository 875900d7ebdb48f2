"""What went wrong at Hugging Face, in words that say what to do."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from application.errors import ModelUnavailableError

_LOGGER: Final = logging.getLogger(__name__)
_TOLD: Final = 300
"""Characters of an error that go into the log."""


@contextmanager
def hub_errors_translated(repository: str) -> Iterator[None]:
    try:
        yield
    # Its client lets through the errors of two HTTP libraries, of its own and of the disk.
    except Exception as error:
        _LOGGER.warning("Hugging Face did not give %s: %s", repository, _in_one_line(error))
        _LOGGER.debug("Hugging Face did not give %s", repository, exc_info=error)
        raise ModelUnavailableError(_what_to_do(error).format(repository=repository)) from error


def _in_one_line(error: Exception) -> str:
    """Its client's own advice fills paragraphs, and the first says what happened."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:_TOLD]}"


def _what_to_do(error: Exception) -> str:
    from huggingface_hub import errors  # noqa: PLC0415 - slow to import

    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "There is no space left on the disk for {repository}. Free some and run it again."
    advice: dict[type[Exception], str] = {
        # A gated repository is also a repository not found: the nearer kind stands first.
        errors.GatedRepoError: "{repository} is gated: accept the conditions of {repository} on"
        " its page of Hugging Face and set HF_TOKEN.",
        errors.RepositoryNotFoundError: "Hugging Face has no {repository}, or it is private:"
        " check the name, or set HF_TOKEN to a token that may read it.",
        errors.LocalEntryNotFoundError: "Hugging Face cannot be reached for {repository}:"
        " check the network, or put the model's files in its folder on the server.",
    }
    other = "{repository} could not be downloaded from Hugging Face; the log has the reason."
    return next((text for kind, text in advice.items() if isinstance(error, kind)), other)
