"""What a process does from time to time."""

import asyncio
import logging
from datetime import timedelta

import pytest

from application.errors import DatabaseUnavailableError
from infrastructure.chores import Chore, Chores
from tests.fakes.progress import PATIENCE


async def test_a_chore_that_fails_is_told_and_done_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures = [RuntimeError("unforeseen"), DatabaseUnavailableError("The database is gone.")]
    done = asyncio.Event()

    async def act() -> None:
        if failures:
            raise failures.pop()
        done.set()

    chores = Chores([Chore("sweeping", timedelta(0), act)])
    with caplog.at_level(logging.WARNING):
        chores.start()
        await asyncio.wait_for(done.wait(), PATIENCE)
    await chores.close()
    assert "sweeping: The database is gone." in caplog.text
    assert "unforeseen" in caplog.text


async def test_no_chore_waits_for_another() -> None:
    done, never = asyncio.Event(), asyncio.Event()

    async def take_long() -> None:
        await never.wait()

    async def act() -> None:
        done.set()

    chores = Chores([Chore("long", timedelta(0), take_long), Chore("short", timedelta(0), act)])
    chores.start()
    await asyncio.wait_for(done.wait(), PATIENCE)
    await asyncio.wait_for(chores.close(), PATIENCE)


async def test_chores_that_were_not_begun_can_be_closed() -> None:
    await Chores([]).close()
