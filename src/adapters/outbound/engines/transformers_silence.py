"""Keeping transformers and WhisperX from writing to the console, and from warning of what does not
matter."""

import logging
import warnings
from typing import Final

_CHATTY: Final = ("transformers", "whisperx", "torio", "torchaudio")
_OF_NO_CONCERN: Final = (
    # Sound lies in read-only memory, and nothing writes to it.
    "The given NumPy array is not writable",
    # Where torchcodec finds no FFmpeg: sound is decoded elsewhere.
    "\ntorchcodec is not installed correctly",
)


def silence_transformers() -> None:
    """To be called before transformers or whisperx is imported; calling it again changes nothing.

    The filters stay, because `warnings.catch_warnings` would put back the filters of the whole
    process while other threads change them.
    """
    # WhisperX gives itself one that writes to standard output, which may be a transcript, unless it
    # has one.
    whisperx = logging.getLogger("whisperx")
    if not whisperx.handlers:
        whisperx.addHandler(logging.NullHandler())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", module=rf"{name}\.")
    for message in _OF_NO_CONCERN:
        warnings.filterwarnings("ignore", message=message)
