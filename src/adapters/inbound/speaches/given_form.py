"""What a form asks for, with what nobody here knows named and not refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.inbound.few_names import each_unheeded
from adapters.inbound.field_errors import naming_the_field, refused_by_model
from adapters.inbound.form_values import FormShape, FormValues, values_in
from adapters.inbound.form_walk import FormWalk

F = TypeVar("F", bound="FormFields")


class FormFields(BaseModel):
    """The fields of one door's form."""

    model_config = ConfigDict(frozen=True)

    LISTS: ClassVar[frozenset[str]] = frozenset()

    def check(self) -> None:
        """Whether they make sense beside each other. Raises RequestValidationError,
        InvalidValueError."""


@dataclass(frozen=True, slots=True)
class Given(Generic[F]):
    fields: F
    unknown: Sequence[str]

    def warnings(self) -> Sequence[str]:
        return each_unheeded(self.unknown)


@dataclass(frozen=True, slots=True)
class ReadForm(Generic[F]):
    """Fields stand in the form, and those that it lacks in the query."""

    request: Request
    kind: type[F]

    def __call__(self, form: FormWalk) -> Given[F]:
        """As far as the form has been read. Raises RequestValidationError, InvalidValueError."""
        query = self.request.query_params
        asked = {name: query.getlist(name) for name in query}
        values = values_in({**asked, **form.fields}, self._shape)
        fields = self._validated(values)
        with naming_the_field(fields):
            fields.check()
        return Given(fields, [*values.unknown, *form.other_files])

    async def check(self, form: FormWalk) -> None:
        self(form)

    @property
    def _shape(self) -> FormShape:
        return FormShape(known=self.kind.model_fields, lists=self.kind.LISTS, objects=())

    def _validated(self, values: FormValues) -> F:
        try:
            return self.kind.model_validate(dict(values.given))
        except ValidationError as error:
            raise refused_by_model(error) from error
