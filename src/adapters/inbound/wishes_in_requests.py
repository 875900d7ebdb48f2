"""What a request asks for in its query and in its form, for doors that take any name.

Clients of other services send all sorts of things: what a door does not know is named, so that it
can say so, and is no error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from adapters.inbound.few_names import listed
from adapters.inbound.field_errors import refused_by_model

W = TypeVar("W", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Wished(Generic[W]):
    wishes: W
    unknown: tuple[str, ...]
    """Names that mean nothing here."""
    said: Mapping[str, str]
    """As it was written."""

    @property
    def warnings(self) -> tuple[str, ...]:
        if not self.unknown:
            return ()
        return (f"Not known here, and not heeded: {listed(self.unknown)}.",)


def wished_in(request: Request, fields: Mapping[str, list[str]], kind: type[W]) -> Wished[W]:
    """The query wins over the form, the last of several over the others, and a blank counts for
    nothing. Raises RequestValidationError."""
    form = {name: values[-1] for name, values in fields.items()}
    said = {**_not_blank(form), **_not_blank(dict(request.query_params.multi_items()))}
    try:
        wishes = kind.model_validate(said)
    except ValidationError as error:
        raise refused_by_model(error) from error
    unknown = tuple(name for name in said if name not in kind.model_fields)
    return Wished(wishes, unknown, said)


def _not_blank(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value.strip()}
