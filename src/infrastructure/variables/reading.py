"""How variables are read, whatever they are about."""

from typing import Annotated

from pydantic import AliasChoices, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

StoreUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+")]


def named(*names: str) -> AliasChoices:
    """The names of a variable, the canonical one first."""
    return AliasChoices(*names)


class Variables(BaseSettings):
    """Read from environment variables and from a file `.env`; the environment wins."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )
