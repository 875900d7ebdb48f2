"""Waiting for a database that is gone for a while."""

from datetime import timedelta

import pytest

from application.errors import ConflictError, DatabaseUnavailableError
from application.patience import patiently


async def test_what_fails_for_want_of_the_database_is_tried_again() -> None:
    failures = [DatabaseUnavailableError("The database is gone.")]

    async def act() -> str:
        if failures:
            raise failures.pop()
        return "done"

    assert await patiently(act) == "done"


async def test_patience_ends() -> None:
    tries = 0

    async def act() -> None:
        nonlocal tries
        tries += 1
        raise DatabaseUnavailableError("The database is gone.")

    with pytest.raises(DatabaseUnavailableError):
        await patiently(act, at_most=timedelta(0))
    assert tries == 1


async def test_waiting_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    failures = [DatabaseUnavailableError("The database is gone.") for _ in range(2)]

    async def act() -> None:
        if failures:
            raise failures.pop()

    await patiently(act)
    assert caplog.messages == ["waiting for the database: The database is gone."]


async def test_any_other_error_is_no_matter_of_patience() -> None:
    async def act() -> None:
        raise ConflictError("It is there already.")

    with pytest.raises(ConflictError):
        await patiently(act)
