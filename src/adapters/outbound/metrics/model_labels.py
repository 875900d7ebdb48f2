"""Keys of loaded models as labels."""

from typing import Final, NamedTuple

WHISPER: Final = "whisper"
_PATHS: Final = ("/", "~", ".")


class ModelLabels(NamedTuple):
    kind: str
    """What it is for."""
    model: str


def labels_of(key: str) -> ModelLabels:
    """`whisper base in whisperx` is a whisper called `base in whisperx`."""
    kind, _, name = key.partition(" ")
    return ModelLabels(kind, shown(name or kind))


def shown(name: str) -> str:
    """Of a model in a folder of the operator's only the folder's name: metrics tell no paths."""
    return name.rstrip("/").rpartition("/")[2] if name.startswith(_PATHS) else name
