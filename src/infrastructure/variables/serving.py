"""Where the service listens, and to whom it opens."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from infrastructure.api_keys import usable_api_keys
from infrastructure.variables.reading import Variables, named


class ServingSettings(Variables):
    host: str = "127.0.0.1"
    """The address to listen on. 0.0.0.0 opens the service to the network: to everybody there,
    unless there are API keys."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """The port to listen on; 0 takes any that is free."""

    api_keys: Annotated[SecretStr | None, AfterValidator(usable_api_keys)] = Field(
        default=None, validation_alias=named("API_KEYS", "API_KEY"), repr=False
    )
    """API keys, with commas between, each of at least 16 characters without colons, commas and
    blanks. As owner:key it opens what that owner has, and alone what was kept while there were no
    keys. They may do everything; `hexavox keys create` makes such as may do less. Unset, and with
    none made: requests need no key."""
