"""hexavox models: what there is, bringing it here, and checking it."""

from collections.abc import Sequence

from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from application.advice import with_advice
from application.errors import ApplicationError
from application.ports.model_catalog import ModelEntry
from application.use_cases.models.manage_models import FetchModel, NameModels, VerifyModel

_MEGABYTE = 1_000_000


def show_models(entries: Sequence[ModelEntry], console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("NAME", "FOR", "FROM", "HERE", "MB", "LICENCE"):
        justify: JustifyMethod = "right" if heading == "MB" else "left"
        table.add_column(heading, justify=justify, overflow="fold")
    for entry in entries:
        table.add_row(
            entry.name,
            entry.purpose,
            entry.source,
            "yes" if entry.is_here else "",
            f"{entry.size_bytes / _MEGABYTE:.0f}" if entry.size_bytes else "",
            entry.licence or "",
        )
    console.print(table)


def fetch_models(
    names: Sequence[str], fetch: FetchModel, call: NameModels, console: Console
) -> bool:
    """Whether all of them are here now."""
    outcomes = [
        _fetched(name, called, fetch, console)
        for name, called in zip(names, call(names), strict=True)
    ]
    return all(outcomes)


def verify_models(
    names: Sequence[str], verify: VerifyModel, call: NameModels, console: Console
) -> bool:
    """Whether all of them are as they should be."""
    outcomes = [
        _verified(name, called, verify, console)
        for name, called in zip(names, call(names), strict=True)
    ]
    return all(outcomes)


def _fetched(name: str, called: str, fetch: FetchModel, console: Console) -> bool:
    try:
        with console.status(escape(f"Fetching the weights of {called} ...")):
            fetch(name, lambda _fraction: None)
    except ApplicationError as error:
        console.print(with_advice(f"{called}: {error}", error.advice), soft_wrap=True)
        return False
    console.print(f"{called}: here")
    return True


def _verified(name: str, called: str, verify: VerifyModel, console: Console) -> bool:
    try:
        verify(name)
    except ApplicationError as error:
        console.print(with_advice(f"{called}: {error}", error.advice), soft_wrap=True)
        return False
    console.print(f"{called}: intact")
    return True
