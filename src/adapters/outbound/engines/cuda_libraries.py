"""NVIDIA's libraries, where pip puts them and the loader of the system does not look."""

import ctypes
import logging
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_LOG: Final = logging.getLogger(__name__)

_LIBRARIES: Final = (
    "cublas/lib/libcublasLt.so.12",  # before cublas, which needs it
    "cublas/lib/libcublas.so.12",
    "cudnn/lib/libcudnn.so.9",
)
"""What CTranslate2 asks the loader for by name, of cuDNN only in older versions. A library of that
name that is loaded already is what it gets."""


def load_cuda_libraries() -> Sequence[Path]:
    """Load those that pip has brought, before a model goes to a GPU; answers which.

    What is not there, or does not load, may still lie where the system looks.
    """
    return [path for path in cuda_libraries(_folders()) if _is_loaded(path)]


def cuda_libraries(folders: Sequence[Path]) -> Sequence[Path]:
    """In the order in which they need each other."""
    paths = (folder / name for name in _LIBRARIES for folder in folders)
    return [path for path in paths if path.is_file()]


def _folders() -> Sequence[Path]:
    spec = find_spec("nvidia")
    return [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]


def _is_loaded(library: Path) -> bool:
    try:
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        _LOG.warning("%s cannot be loaded: %s", library.name, error)
        return False
    return True
