"""Lines of a stream as JSON lines or as server-sent events, whichever a client wants."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from fastapi.sse import format_sse_event

from adapters.inbound.rest.transcript_lines import Line


class StreamFormat(StrEnum):
    NDJSON = "ndjson"
    SSE = "sse"


MEDIA_TYPES: Final[Mapping[StreamFormat, str]] = MappingProxyType(
    {StreamFormat.NDJSON: "application/x-ndjson", StreamFormat.SSE: "text/event-stream"}
)
_OTHER_NAMES: Final[Mapping[str, StreamFormat]] = MappingProxyType(
    {"application/ndjson": StreamFormat.NDJSON, "application/jsonl": StreamFormat.NDJSON}
)


def accepted_format(accept: str) -> StreamFormat:
    """The one that an Accept header names with the highest weight; JSON lines where it names
    neither, or both alike (RFC 9110, 12.5.1)."""
    known = {**_OTHER_NAMES, **{name: form for form, name in MEDIA_TYPES.items()}}
    weights = {StreamFormat.NDJSON: 0.0, StreamFormat.SSE: 0.0}
    for each in accept.split(","):
        name, *parameters = [part.strip().lower() for part in each.split(";")]
        if form := known.get(name):
            weights[form] = max(weights[form], _weight(parameters))
    return max(StreamFormat, key=lambda form: weights[form])


def _weight(parameters: list[str]) -> float:
    given = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0


def _as_json(line: Line) -> bytes:
    return f"{_compact({line.name: line.says})}\n".encode()


def _as_event(line: Line) -> bytes:
    return format_sse_event(event=line.name, data_str=_compact(line.says), id=line.mark)


def _compact(says: Mapping[str, object]) -> str:
    return json.dumps(says, ensure_ascii=False, separators=(",", ":"))


WRITERS: Final[Mapping[StreamFormat, Callable[[Line], bytes]]] = MappingProxyType(
    {StreamFormat.NDJSON: _as_json, StreamFormat.SSE: _as_event}
)
