"""Whether a form's file is a file of sound, or the samples themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from pydantic import BaseModel

from adapters.inbound.form_walk import FormWalk
from adapters.inbound.raw_sound import as_wav
from adapters.inbound.recordings_in_forms import Content
from adapters.inbound.wishes_in_requests import wished_in
from domain.errors import InvalidOptionError


class _Encoding(BaseModel):
    encode: bool = True


@dataclass(slots=True)
class Encoding:
    """Told where the file begins, which is when it has to be known."""

    request: Request
    _is_raw: bool | None = None

    def note(self, fields: Mapping[str, list[str]]) -> None:
        """As far as the form has been read. Raises InvalidOptionError for a form that says it too
        late."""
        is_raw = not wished_in(self.request, fields, _Encoding).wishes.encode
        if self._is_raw is None:
            self._is_raw = is_raw
        if self._is_raw is not is_raw:
            raise InvalidOptionError(
                "encode came after the file, which had been read by then; "
                "send it in the query, or before the file"
            )

    def applied(self, content: Content, _form: FormWalk | None = None) -> Content:
        """The file as a file of sound."""
        return as_wav(content) if self._is_raw else content
