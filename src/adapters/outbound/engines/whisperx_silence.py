"""Keeping WhisperX from writing to standard output, and from warning of what is not used here."""

import logging
import warnings
from typing import Final

_OF_NO_CONCERN: Final = (
    # Sound lies in read-only memory, and nothing writes to it.
    "The given NumPy array is not writable",
    # Told by torchaudio and transformers of what they will do in later versions.
    r".*torchaudio\..* (has been|is) deprecated",
    r".*`clean_up_tokenization_spaces` was not set",
)
_MODULES: Final = r"(whisperx|torchaudio|transformers|pyannote|lightning|nltk)\."


def silence_whisperx() -> None:
    """To be called before WhisperX is imported, and again before it is used: again, it changes
    nothing.

    Without a handler of somebody else's its logger gets one for standard output, which may be a
    transcript. What it says below an error quotes what was spoken.
    """
    logger = logging.getLogger("whisperx")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=_MODULES)
    for message in _OF_NO_CONCERN:
        warnings.filterwarnings("ignore", message=message)
