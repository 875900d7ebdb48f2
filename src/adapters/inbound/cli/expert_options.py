"""Options by the names that /api/transcribe gives them, as `hexavox transcribe` takes them."""

from collections.abc import Sequence
from difflib import get_close_matches

import typer
from pydantic import ValidationError

from adapters.inbound.given_options import Concerns, concerns
from adapters.inbound.option_fields import OptionFields


def options_named(texts: Sequence[str]) -> Concerns:
    """From texts like `beam_size=3`. Raises typer.BadParameter, InvalidOptionError."""
    given = dict(_pair(text) for text in texts)
    try:
        return concerns(OptionFields.model_validate(given).given())
    except ValidationError as error:
        [first, *_] = error.errors()
        raise typer.BadParameter(
            f"{first['loc'][0]}: {first['msg']}", param_hint="--option"
        ) from error


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(
            f"{text}: say it as NAME=VALUE, such as beam_size=3", param_hint="--option"
        )
    if name not in OptionFields.model_fields:
        near = get_close_matches(name, OptionFields.model_fields, n=1)
        hint = f"did you mean {near[0]}?" if near else ", ".join(OptionFields.model_fields)
        raise typer.BadParameter(f"There is no option {name}: {hint}", param_hint="--option")
    return name, value
