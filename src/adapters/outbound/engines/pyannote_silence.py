"""Keeping pyannote from telling others what it does, and from warning of what is not used here."""

import os
import warnings
from typing import Final

_OF_NO_CONCERN: Final = (
    # Sound lies in read-only memory, and nothing writes to it.
    "The given NumPy array is not writable",
    # The average of no voice at all, where there is too little speech to know anybody by.
    "Mean of empty slice",
    # Without onnxruntime's GPU build the speaker encoder runs on the processor.
    "Specified provider 'CUDAExecutionProvider' is not",
)


def silence_pyannote() -> None:
    """To be called before pyannote is imported; calling it again changes nothing.

    The filters stay, because `warnings.catch_warnings` would put back the filters of the whole
    process while other threads change them.
    """
    os.environ.setdefault("PYANNOTE_METRICS_ENABLED", "0")
    warnings.filterwarnings("ignore", module=r"pyannote\.")
    for message in _OF_NO_CONCERN:
        warnings.filterwarnings("ignore", message=message)
