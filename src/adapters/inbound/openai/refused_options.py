"""What the domain refuses of a request, by the names that the form has for it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from adapters.inbound.field_errors import refused
from adapters.inbound.openai.fields import AudioFields
from domain.errors import InvalidOptionError


@dataclass(frozen=True, slots=True)
class _Said:
    by_domain: re.Pattern[str]
    fields: tuple[str, ...]
    """Those that the option is made of."""
    here: str
    """What is said instead; `{fields}` are those of them that were sent."""

    def sent(self, fields: AudioFields) -> tuple[str, ...]:
        return tuple(name for name in self.fields if getattr(fields, name, None))


_SAID: Final = (
    _Said(re.compile(r"initial_prompt (?P<rest>.*)"), ("prompt",), "{fields} {rest}"),
    _Said(re.compile(r"hotwords (?P<rest>.*)"), ("keywords", "hotwords"), "{fields} {rest}"),
    _Said(
        re.compile(r"(?P<rest>the model .*), so language cannot be (?P<language>\w+)"),
        ("language", "languages"),
        "{rest}, so {fields} cannot be {language}",
    ),
    _Said(
        re.compile(r"(?P<rest>the model .*), so task cannot be translate"),
        ("model",),
        "{rest}, and cannot translate",
    ),
)


@contextmanager
def by_their_names_here(fields: AudioFields) -> Iterator[None]:
    """Raises RequestValidationError; what is called the same here passes as it is."""
    try:
        yield
    except InvalidOptionError as error:
        for said in _SAID:
            found = said.by_domain.fullmatch(str(error))
            if found is not None:
                sent = said.sent(fields) or said.fields[:1]
                message = said.here.format(fields=" with ".join(sent), **found.groupdict())
                raise refused(sent[0], message) from error
        raise
