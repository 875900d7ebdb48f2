"""The tensors of a file that torch saved, and nothing else of what it names.

torch itself either runs whatever such a file names, or refuses segmentation-3.0 for naming classes
of pyannote; which names it takes is settled for the whole process, where pyannote may be loading
models of its own. The format: an archive of one pickle and, in a file each, the bytes of what the
pickle calls storages (https://docs.pytorch.org/docs/2.8/notes/serialization.html).
"""

import pickle
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZipFile

import torch

from application.errors import CorruptWeightsError

_PICKLE: Final = "/data.pkl"


def tensors_of(file: Path) -> Mapping[str, torch.Tensor]:
    """The `state_dict` of a checkpoint. Raises CorruptWeightsError; OSError where it cannot be
    read."""
    try:
        with ZipFile(file) as archive:
            [pickled] = (name for name in archive.namelist() if name.endswith(_PICKLE))
            with archive.open(pickled) as stream:
                reader = _Reader(stream, archive, pickled.removesuffix(_PICKLE))
                tensors = reader.load()["state_dict"]
            return {str(name): _required(tensor) for name, tensor in tensors.items()}
    except OSError:
        raise
    except Exception as error:
        # Whatever unpickling raises on bytes that are no pickle, or not of what was expected.
        raise CorruptWeightsError(f"{file.name} is no checkpoint of torch.") from error


def _required(tensor: object) -> torch.Tensor:
    if not isinstance(tensor, torch.Tensor):
        raise TypeError(f"{type(tensor).__name__} is no tensor")
    return tensor


class _Nothing:
    """In the place of all that a checkpoint names and nobody here needs: optimisers, versions,
    what the network was trained for."""

    def __init__(self, *_: object) -> None: ...

    def __setstate__(self, _: object) -> None: ...


def _tensor(
    storage: torch.Tensor, offset: int, size: Sequence[int], stride: Sequence[int], *_: object
) -> torch.Tensor:
    return storage.as_strided(size, stride, offset)


class _Reader(pickle.Unpickler):
    _KNOWN: Final[Mapping[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch", "FloatStorage"): torch.float32,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    }

    def __init__(self, stream: IO[bytes], archive: ZipFile, folder: str) -> None:
        super().__init__(stream)
        self._archive = archive
        self._folder = folder
        self._storages: dict[str, torch.Tensor] = {}

    def find_class(self, module: str, name: str, /) -> Any:  # noqa: ANN401 - see pickle
        return self._KNOWN.get((module, name), _Nothing)

    def persistent_load(self, reference: tuple[str, torch.dtype, str, str, int], /) -> torch.Tensor:
        _, numbers, key, *_ = reference
        # All weights of an LSTM lie in one storage, which need not be read for each of them.
        if key not in self._storages:
            content = bytearray(self._archive.read(f"{self._folder}/data/{key}"))
            self._storages[key] = torch.frombuffer(content, dtype=numbers)
        return self._storages[key]
