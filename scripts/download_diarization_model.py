"""Fetches the model that tells speakers apart, before anything asks for it.

    python scripts/download_diarization_model.py [name]

Without a name: PYANNOTE_MODEL, or pyannote/speaker-diarization-community-1 where HF_TOKEN is set,
whose terms have to be accepted at Hugging Face; else the embedded one, which needs no token. It
does what `hexavox models fetch` does with that name.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_HEXAVOX: Final = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "hexavox"
_EMBEDDED: Final = "embedded"
_COMMUNITY_1: Final = "pyannote/speaker-diarization-community-1"
_TOKENS: Final = ("HF_TOKEN", "HUGGINGFACE_TOKEN", "HUGGINGFACE_AUTH_TOKEN")


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The name of the model that is to be fetched."""
    if arguments:
        return arguments[0]
    has_token = any(environment.get(name) for name in _TOKENS)
    return environment.get("PYANNOTE_MODEL") or (_COMMUNITY_1 if has_token else _EMBEDDED)


def main() -> int:
    if not _HEXAVOX.is_file():
        sys.stderr.write(f"{_HEXAVOX} is not there: run `make install` first.\n")
        return 1
    name = chosen(sys.argv[1:], os.environ)
    return subprocess.run([_HEXAVOX, "models", "fetch", name], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
