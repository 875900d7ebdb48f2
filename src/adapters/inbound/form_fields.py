"""The fields of a form without files, in either of the two ways in which browsers send one."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from fastapi import Request
from python_multipart.multipart import parse_options_header

from adapters.inbound.form_walk import ROOM_FOR_FIELDS
from adapters.inbound.request_errors import FieldTooLongError
from adapters.inbound.uploads import small_form_in

URLENCODED: Final = "application/x-www-form-urlencoded"


async def fields_in(request: Request) -> Mapping[str, list[str]]:
    """Raises NotMultipartError, MalformedFormError, FieldTooLongError, FileTooLargeError."""
    media_type, _ = parse_options_header(request.headers.get("content-type", ""))
    if media_type == URLENCODED.encode():
        return await _urlencoded(request)
    return (await small_form_in(request)).fields


async def _urlencoded(request: Request) -> Mapping[str, list[str]]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > ROOM_FOR_FIELDS:
            raise FieldTooLongError(f"The form is larger than {ROOM_FOR_FIELDS:,} bytes.")
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
