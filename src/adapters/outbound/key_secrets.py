"""Secrets of API keys."""

import secrets
from typing import Final

from domain.api_key import SECRET_PREFIX, Secret

_BYTES: Final = 32
"""43 characters."""


def new_key_secret() -> Secret:
    return Secret(SECRET_PREFIX + secrets.token_urlsafe(_BYTES))
