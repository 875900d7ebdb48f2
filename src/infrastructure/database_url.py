"""What may stand in DATABASE_URL."""

from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

_WITHOUT_A_DRIVER: Final = "sqlite"
_DRIVER: Final = "sqlite+aiosqlite"


def usable_database_url(text: str) -> str:
    """The URL with the driver that SQLite needs here, where it names none.

    Raises ValueError where there is no such driver, or one that would block everybody else.
    """
    try:
        url = make_url(text)
        if url.drivername == _WITHOUT_A_DRIVER:
            url = url.set(drivername=_DRIVER)
        dialect = url.get_dialect()
        dialect.import_dbapi()
    except (ArgumentError, ImportError) as error:
        raise ValueError(str(error)) from error
    if not dialect.is_async:
        raise ValueError(f"{url.drivername} is not an asynchronous driver")
    return url.render_as_string(hide_password=False)
