"""Yes and no, as whisper.cpp's server reads them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator

_YES: Final = frozenset({"true", "1", "yes", "y"})
_NO: Final = frozenset({"false", "0", "no", "n", "off", "f"})


def _as_there(given: object) -> object:
    """Whatever is not yes is no."""
    return given.lower() in _YES if isinstance(given, str) else given


Flag = Annotated[bool, BeforeValidator(_as_there)]


def neither_yes_nor_no(said: Mapping[str, object], read: BaseModel) -> Iterator[str]:
    """Warnings about what was read as no because it is not yes."""
    for name, text in said.items():
        is_flag = isinstance(getattr(read, name, None), bool)
        if is_flag and isinstance(text, str) and text.lower() not in _YES | _NO:
            yield f"{name}={text[:40]} is neither true nor false, and was taken as false."
