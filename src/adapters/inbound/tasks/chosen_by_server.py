"""Parameters that whoever runs the server has decided: whoever gives one is told."""

import json
from collections.abc import Mapping
from typing import Final

CHOSEN_BY_THE_SERVER: Final = frozenset({"device", "device_index", "threads", "compute_type"})
OTHERWISE_UNLESS_GIVEN: Final = CHOSEN_BY_THE_SERVER | {"batch_size", "chunk_size", "vad_offset"}
"""Whose defaults here are not those of the service, which hold unless a caller gives them."""


def warnings_for(given: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(
        f"{name}={_said(value)} has no effect: whoever runs the server has chosen."
        for name, value in given.items()
        if name in CHOSEN_BY_THE_SERVER
    )


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
