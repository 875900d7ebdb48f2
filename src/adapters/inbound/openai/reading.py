"""Reading the fields of a form, as far as it has arrived."""

from collections.abc import Sequence

from pydantic import ValidationError

from adapters.inbound.field_errors import refused, refused_by_model
from adapters.inbound.form_values import FormValues, values_in
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.openai.fields import AudioFields


def fields_of(form: FormWalk, kind: type[AudioFields]) -> tuple[AudioFields, Sequence[str]]:
    """The fields, and the names of those that nobody knows. Raises RequestValidationError."""
    values = values_in(form.fields, kind.shape())
    _refuse_files(form, kind)
    fields = _validated(values, kind)
    for field, message in fields.clashes():
        raise refused(field, message)
    return fields, [*values.unknown, *form.other_files]


def _refuse_files(form: FormWalk, kind: type[AudioFields]) -> None:
    for name in form.other_files:
        plain = name.partition("[")[0]
        if plain in kind.model_fields:
            raise refused(plain, "a file where text belongs; voices are sent as data URLs")


def _validated(values: FormValues, kind: type[AudioFields]) -> AudioFields:
    try:
        return kind.model_validate(dict(values.given))
    except ValidationError as error:
        raise refused_by_model(error) from error
