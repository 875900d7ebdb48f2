"""Where pip is told to find packages, told to uv, which does not read pip's configuration."""

from ast import literal_eval
from collections.abc import Mapping
from typing import Final

_UV_NAME_OF: Final[Mapping[str, str]] = {
    "index-url": "UV_DEFAULT_INDEX",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
}
_STRONGEST_LAST: Final = ("global", "install", ":env:")


def uv_settings(listing: str) -> dict[str, str]:
    """Translate `pip config list`, without extra indexes: uv gives those another meaning."""
    settings = dict(line.split("=", 1) for line in listing.splitlines() if "=" in line)
    return {
        uv_name: " ".join(str(literal_eval(settings[f"{section}.{name}"])).split())
        for section in _STRONGEST_LAST
        for name, uv_name in _UV_NAME_OF.items()
        if f"{section}.{name}" in settings
    }
