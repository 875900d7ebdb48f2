"""What may stand in DATABASE_URL."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
)
"""For URLs as the databases' own tools write them."""
_SUPPORTED: Final = frozenset(_DRIVERS.values())
_PARAMETERS: Final = frozenset(
    {
        "host",
        "port",
        "user",
        "password",
        "passfile",
        "service",
        "servicefile",
        "ssl",
        "target_session_attrs",
        "krbsrvname",
        "gsslib",
        "command_timeout",
        "prepared_statement_cache_size",
    }
)
"""Those of asyncpg's that can be said in a URL, and SQLAlchemy's one."""


def usable_database_url(text: str) -> str:
    """The URL with the driver that its database needs here, where it names none.

    Raises ValueError for another database, whose units of work would not exclude each other, and
    for a driver that would block everybody else.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError(str(error)) from error
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in _SUPPORTED:
        raise ValueError(f"{url.drivername} is not one of {', '.join(sorted(_SUPPORTED))}")
    if url.get_backend_name() == "postgresql":
        url = _for_asyncpg(url)
    return url.render_as_string(hide_password=False)


def _for_asyncpg(url: URL) -> URL:
    """PostgreSQL's own tools say `sslmode` for what asyncpg calls `ssl`."""
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    if unknown := query.keys() - _PARAMETERS:
        raise ValueError(f"{', '.join(sorted(unknown))}: asyncpg knows no such parameter of a URL")
    return url.set(query=query)
