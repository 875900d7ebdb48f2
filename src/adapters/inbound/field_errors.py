"""Saying which field of a request it is that is wrong, where it is not FastAPI that reads them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from domain.errors import InvalidValueError

_FIRST_WORD: Final = re.compile(r"\w+")


def refused(field: str, message: str) -> RequestValidationError:
    return all_refused({field: message})


def all_refused(messages: Mapping[str, str]) -> RequestValidationError:
    """By the field that each is about."""
    return RequestValidationError(
        [
            {"type": "form_field", "loc": ("body", field), "msg": message}
            for field, message in messages.items()
        ]
    )


def refused_by_model(error: ValidationError) -> RequestValidationError:
    """Of each field as a whole, in pydantic's words."""
    return RequestValidationError(
        [
            {"type": each["type"], "loc": ("body", *each["loc"][:1]), "msg": each["msg"]}
            for each in error.errors(include_url=False)
        ]
    )


@contextmanager
def about(field: str) -> Iterator[None]:
    """Raises RequestValidationError for what the domain refuses."""
    try:
        yield
    except InvalidValueError as error:
        raise refused(field, str(error)) from error


@contextmanager
def naming_the_field(fields: BaseModel) -> Iterator[None]:
    """Likewise, where what the domain says begins with the name of an option that is a field."""
    try:
        yield
    except InvalidValueError as error:
        first = _FIRST_WORD.match(str(error))
        if first is None or first[0] not in type(fields).model_fields:
            raise
        raise refused(first[0], str(error)) from error
