"""Threads that know on whose behalf they work."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar, final

P = ParamSpec("P")
T = TypeVar("T")


@final
class ErrandThreads(ThreadPoolExecutor):
    """Each piece of work has the context of whoever hands it in, as with asyncio.to_thread;
    neither an executor nor `run_in_executor` does that."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return super().submit(partial(copy_context().run, partial(fn, *args, **kwargs)))
