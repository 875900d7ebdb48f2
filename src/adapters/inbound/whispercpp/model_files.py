"""Names of models as whisper.cpp has them: those of files of weights."""

import re
from typing import Final

_FILE: Final = re.compile(r"(?:.*[/\\])?ggml-(?P<model>.+?)(?:-q\d_\w+)?\.bin", re.DOTALL)
"""As its download scripts call them, `models/ggml-large-v3-turbo-q5_0.bin` for example."""


def model_named(text: str | None) -> str | None:
    """The model that a file is of; other names are those of the catalogue. No file is looked at."""
    named = _FILE.fullmatch((text or "").strip())
    return named["model"] if named else (text or "").strip() or None
