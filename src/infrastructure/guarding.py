"""The keys before the doors: reading them from time to time, and saying who can come in."""

import ipaddress
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI

from adapters.inbound.keys import described
from adapters.inbound.keys.middleware import ApiKeys
from application.known_keys import READ_EVERY
from infrastructure.chores import Chore, Chores
from infrastructure.container import Container

_LOG: Final = logging.getLogger(__name__)
_LET_NOBODY_IN: Final = (
    "make a key with `hexavox keys create NAME`, or set API_KEYS, and nobody gets in without one"
)


def guard(app: FastAPI, container: Container) -> None:
    app.add_middleware(ApiKeys, check=container.check_key)
    described.describe(app)


@asynccontextmanager
async def reading_keys(container: Container) -> AsyncIterator[None]:
    """From the database, when it is up to date, and again every few seconds."""
    known = container.known_keys()
    await known.read()
    chores = Chores([Chore("reading the API keys", READ_EVERY, known.read)])
    chores.start()
    try:
        yield
    finally:
        await chores.close()


async def tell_who_can_come_in(container: Container) -> None:
    """At a start."""
    host, now = container.settings().host, container.clock().now()
    keys = await container.known_keys().all()
    if keys:
        live = sum(key.is_live(now) for key in keys)
        _LOG.info("requests need an API key; %d of %d are good", live, len(keys))
    elif is_loopback(host):
        _LOG.info("no API keys: HOST=%s, and whoever is on this machine gets in", host)
    else:
        _LOG.warning("no API keys: whoever reaches HOST=%s gets in; %s", host, _LET_NOBODY_IN)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
