"""What is wrong and what to do about it, in one line."""

from typing import Final

_ENDS: Final = (".", "!", "?", ":")


def with_advice(detail: str, advice: str) -> str:
    """Domain errors end without a full stop, and so does what a library says of a field."""
    said = detail.rstrip()
    if said and advice and not said.endswith(_ENDS):
        said += "."
    return f"{said} {advice}".strip()
