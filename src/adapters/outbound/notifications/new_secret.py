"""Secrets to sign messages with."""

import base64
import secrets
from typing import Final

from domain.webhook import SECRET_PREFIX

_BYTES: Final = 32


def new_secret() -> str:
    """As Standard Webhooks wants it; its library signs with secrets, and makes none."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
