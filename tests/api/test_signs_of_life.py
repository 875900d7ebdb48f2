"""Streams that are never silent for long, and end with whoever reads them."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import aclosing, suppress
from typing import Any, Final

import pytest

from adapters.inbound.closing_response import ClosingResponse
from adapters.inbound.signs_of_life import with_signs_of_life

PATIENCE: Final = 20


class Source:
    """Tells one item when its gate is opened, and nothing after it."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.has_ended = False

    async def items(self) -> AsyncGenerator[str]:
        try:
            await self.gate.wait()
            yield "one"
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.has_ended = True


async def test_silence_is_told_and_nothing_is_lost_by_it() -> None:
    source = Source()
    async with aclosing(with_signs_of_life(source.items(), silence=0.001)) as items:
        assert await anext(items) is None
        assert await anext(items) is None
        source.gate.set()
        assert "one" in [await anext(items), await anext(items)]
    assert source.has_ended


async def test_what_is_read_ends_where_it_is_closed() -> None:
    source = Source()
    source.gate.set()
    async with aclosing(with_signs_of_life(source.items(), PATIENCE)) as items:
        assert await anext(items) == "one"
        assert not source.has_ended
    assert source.has_ended


async def test_what_is_read_ends_where_its_reader_is_cancelled() -> None:
    source = Source()
    items = with_signs_of_life(source.items(), PATIENCE)
    reading = asyncio.ensure_future(anext(items))
    await asyncio.sleep(0)
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    assert source.has_ended


async def test_the_end_and_an_accident_come_through() -> None:
    async def few() -> AsyncGenerator[int]:
        yield 1
        yield 2

    async def broken() -> AsyncGenerator[int]:
        yield 1
        raise RuntimeError("broken")

    assert [each async for each in with_signs_of_life(few(), PATIENCE)] == [1, 2]
    with pytest.raises(RuntimeError, match="broken"):
        async for _ in with_signs_of_life(broken(), PATIENCE):
            pass


async def test_an_answer_whose_sending_is_cancelled_ends_its_work_at_once() -> None:
    """A client that reads nothing holds up what is sent to it."""
    source, stuck = Source(), asyncio.Event()
    source.gate.set()

    async def pieces() -> AsyncGenerator[bytes]:
        async with aclosing(with_signs_of_life(source.items(), PATIENCE)) as items:
            async for item in items:
                yield str(item).encode()

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body":
            stuck.set()
            await asyncio.Event().wait()

    answering = asyncio.ensure_future(ClosingResponse(pieces(), "text/plain").stream_response(send))
    await stuck.wait()
    assert not source.has_ended
    answering.cancel()
    with suppress(asyncio.CancelledError):
        await answering
    assert source.has_ended
