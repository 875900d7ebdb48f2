"""`hexavox keys`: who may use the service. It asks the database and no server."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console

from adapters.inbound.cli.keys import show_keys, show_made_key
from application.errors import DatabaseUnavailableError
from application.use_cases.keys.manage_keys import KeyWish
from domain.api_key import USUAL_SCOPES, Scope, owner_named
from domain.audio_clip import EVERYONE
from infrastructure import database
from infrastructure.container import Container
from infrastructure.reaching_database import NoDatabaseError, complaint, require_database
from infrastructure.terminal import container_for

T = TypeVar("T")
_WIDE: Final = 200
_LONGEST: Final = 36_500
"""Days."""

keys_app = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")
_NOTES: Final = Console(stderr=True, markup=False, highlight=False)
_ANSWERS: Final = Console(markup=False, width=None if sys.stdout.isatty() else _WIDE)

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, with every detail.")]
Named = Annotated[str, typer.Argument(metavar="ID|HINT", help="As `hexavox keys list` has it.")]


@keys_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="What to call it, such as the client's name.")],
    *,
    owner: Annotated[
        str, typer.Option(help="Whose things it opens; everyone's are those from before any key.")
    ] = EVERYONE,
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help="What it may do; may be repeated. None: read, write and delete."),
    ] = None,
    expires_days: Annotated[
        float | None, typer.Option(min=0.0001, max=_LONGEST, help="None: when it is revoked.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print its secret, this once."""
    wish = KeyWish(
        name=name,
        owner=owner_named(owner),
        scopes=frozenset(scope or USUAL_SCOPES),
        lasting=None if expires_days is None else timedelta(days=expires_days),
    )
    made = _asked(lambda container: container.create_key()(wish))
    show_made_key(made, _ANSWERS, _NOTES, as_json=as_json)


@keys_app.command("list")
def list_keys(*, as_json: AsJson = False) -> None:
    """Every key that was made, with those that open nothing any more; never a secret."""
    show_keys(_asked(lambda container: container.list_keys()()), _ANSWERS, as_json=as_json)


@keys_app.command("revoke")
def revoke_key(named: Named) -> None:
    """Have a key open nothing any more, from a few seconds on; what its owner has stays."""
    key = _asked(lambda container: container.revoke_key()(named))
    _NOTES.print(f"{key.hint} ({key.name}) is revoked.", soft_wrap=True)


@keys_app.command("forget")
def forget_key(named: Named) -> None:
    """Remove a key from the list. Where it was the last, requests need none any more."""
    key = _asked(lambda container: container.forget_key()(named))
    _NOTES.print(f"{key.hint} ({key.name}) is forgotten.", soft_wrap=True)


def _asked(question: Callable[[Container], Awaitable[T]]) -> T:
    """Raises NoDatabaseError, and whatever the use case raises."""
    container = container_for(_NOTES)
    require_database(container.settings())
    try:
        return asyncio.run(_answered(container, question))
    except DatabaseUnavailableError as error:
        raise NoDatabaseError(complaint(container.database_engine().url, error)) from error


async def _answered(container: Container, question: Callable[[Container], Awaitable[T]]) -> T:
    engine = container.database_engine()
    try:
        await database.migrate(engine)
        return await question(container)
    finally:
        await engine.dispose()
