"""Where callbacks may go, before one is promised."""

import socket
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address

import pytest

from adapters.outbound.memory.callback_addresses import InMemoryCallbackAddresses
from adapters.outbound.net.address_guard import AddressGuard
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.name_lookup import SystemLookup
from adapters.outbound.net.public_addresses import Address
from adapters.outbound.notifications.guarded_callback_addresses import GuardedCallbackAddresses
from application.errors import ForbiddenAddressError, InvalidUrlError

PATIENCE = timedelta(seconds=20)


def guarded(*addresses: str) -> GuardedCallbackAddresses:
    """With a name server that knows these addresses of every host."""

    async def resolve(_host: str, _port: int) -> Sequence[Address]:
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [ip_address(each) for each in addresses]

    return GuardedCallbackAddresses(AddressGuard(AddressRules(), resolve), patience=PATIENCE)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://[::1]:8443/", "http://10.1.2.3/x"])
async def test_a_private_address_is_refused(url: str) -> None:
    real = GuardedCallbackAddresses(AddressGuard(AddressRules(), SystemLookup()), patience=PATIENCE)
    with pytest.raises(ForbiddenAddressError):
        await real.require_permitted(url)


async def test_a_name_that_leads_to_one_is_refused() -> None:
    with pytest.raises(ForbiddenAddressError) as told:
        await guarded("8.8.8.8", "192.168.0.1").require_permitted("https://a.example/?token=secret")
    assert "secret" not in str(told.value)


async def test_a_public_address_is_permitted() -> None:
    await guarded("8.8.8.8").require_permitted("https://a.example/hook")


async def test_a_name_that_nobody_knows_may_be_known_later() -> None:
    await guarded().require_permitted("https://a.example/hook")


async def test_a_scheme_that_is_not_sent_to_is_refused() -> None:
    rules = AddressRules.of(schemes=["https"])
    real = GuardedCallbackAddresses(AddressGuard(rules, SystemLookup()), patience=PATIENCE)
    with pytest.raises(ForbiddenAddressError, match="https://"):
        await real.require_permitted("http://8.8.8.8/")


@pytest.mark.parametrize("addresses", [guarded("8.8.8.8"), InMemoryCallbackAddresses()])
async def test_what_is_no_url_is_told(
    addresses: GuardedCallbackAddresses | InMemoryCallbackAddresses,
) -> None:
    with pytest.raises(InvalidUrlError):
        await addresses.require_permitted("http://[::1/")
