"""What `hexavox keys` prints."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from application.use_cases.keys.manage_keys import MadeKey
from domain.api_key import ApiKey

_HEADINGS: Final = ("HINT", "NAME", "OWNER", "SCOPES", "CREATED", "EXPIRES", "REVOKED", "ID")


def show_made_key(made: MadeKey, answers: Console, notes: Console, *, as_json: bool) -> None:
    """The secret alone is the answer, so that it can be put into a file or a variable."""
    if as_json:
        answers.print_json(json.dumps({"secret": made.secret, **_as_json(made.key)}))
        return
    answers.print(made.secret, soft_wrap=True, highlight=False)
    notes.print(
        f"The key {made.key.name} of {made.key.owner} may {_scopes(made.key)}. It is shown this "
        "once: what is kept of it cannot be turned back into it.",
        soft_wrap=True,
    )


def show_keys(keys: Sequence[ApiKey], console: Console, *, as_json: bool) -> None:
    if as_json:
        console.print_json(json.dumps([_as_json(key) for key in keys]))
        return
    table = Table(box=None, pad_edge=False)
    for heading in _HEADINGS:
        table.add_column(heading, overflow="fold")
    for key in keys:
        table.add_row(
            key.hint,
            key.name,
            key.owner,
            _scopes(key),
            _day(key.created_at),
            _day(key.expires_at),
            _day(key.revoked_at),
            str(key.id),
        )
    console.print(table)


def _as_json(key: ApiKey) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "hint": key.hint,
        "name": key.name,
        "owner": key.owner,
        "scopes": sorted(key.scopes),
        "created_at": _exactly(key.created_at),
        "expires_at": _exactly(key.expires_at),
        "revoked_at": _exactly(key.revoked_at),
    }


def _scopes(key: ApiKey) -> str:
    return ", ".join(sorted(key.scopes))


def _day(time: datetime | None) -> str:
    return "" if time is None else f"{time:%Y-%m-%d}"


def _exactly(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
