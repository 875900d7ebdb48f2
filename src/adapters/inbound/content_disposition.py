"""File names in Content-Disposition headers, in any script."""

import re
from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import quote, unquote

_PARAMETER: Final = re.compile(r';\s*([\w-]+\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_EXTENDED: Final = re.compile(r"([\w-]*)'[^']*'(.*)", re.DOTALL)
_NEEDS_NO_ESCAPE: Final = "!#$&+-.^_`|~"


def parameters_of(header: bytes) -> Mapping[str, str]:
    """The parameters of a part's header, with the text of `filename*` under `filename`.

    Forms ought to send raw UTF-8, and RFC 7578 forbids `filename*`; some clients send it anyway.
    """
    found = {name.lower(): _unquoted(value) for name, value in _PARAMETER.findall(_decoded(header))}
    extended = _EXTENDED.fullmatch(found.pop("filename*", ""))
    if extended is not None:
        found["filename"] = _percent_decoded(extended[2], extended[1])
    return found


def disposition(kind: Literal["inline", "attachment"], filename: str) -> str:
    """The header for an answer: a name in ASCII, then the real one (RFC 6266)."""
    ascii_name = re.sub(r'["\\%?]', "_", filename.encode("ascii", "replace").decode("ascii"))
    real_name = quote(filename, safe=_NEEDS_NO_ESCAPE)
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{real_name}"


def _decoded(header: bytes) -> str:
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError:
        return header.decode("latin-1")


def _unquoted(value: str) -> str:
    """Browsers escape a quotation mark as %22; others put a backslash before it."""
    value = value.strip()
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        value = re.sub(r'\\(["\\])', r"\1", value[1:-1])
    return value.replace("%22", '"')


def _percent_decoded(value: str, charset: str) -> str:
    try:
        return unquote(value, charset or "utf-8")
    except (LookupError, UnicodeError):
        return unquote(value)
