"""The client that goes only where it may, against servers on this machine."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import httpcore
import httpx
import pytest

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_backend import GuardedBackend
from adapters.outbound.net.guarded_client import OF_HTTPX, guarded_client
from adapters.outbound.net.name_lookup import Resolve, SystemLookup
from adapters.outbound.net.public_addresses import Address
from application.errors import ForbiddenAddressError
from tests.fakes.certificates import certified
from tests.fakes.names import ScriptedNames
from tests.fakes.site import FakeSite, page, redirect, serving

UNLESS_ALLOWED = AddressRules()
LOOPBACK_IS_FINE = AddressRules.of(allowed=["127.0.0.0/8"])


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    async with serving(FakeSite({"/": page(b"hello")})) as site:
        yield site


def port_of(site: FakeSite) -> str:
    return site.address.rpartition(":")[2]


async def get(
    url: str, rules: AddressRules = UNLESS_ALLOWED, resolve: Resolve | None = None
) -> httpx.Response:
    async with guarded_client(rules, timeout=5, resolve=resolve) as client:
        return await client.get(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::1]",
        "①②⑦.0.0.1",
        "127。0。0。1",
    ],
)
async def test_this_machine_is_refused_however_it_is_written(site: FakeSite, host: str) -> None:
    with pytest.raises((ForbiddenAddressError, httpx.InvalidURL)):
        await get(f"http://{host}:{port_of(site)}/")
    assert site.asked == []


async def test_what_is_allowed_is_reached(site: FakeSite) -> None:
    answer = await get(f"http://{site.address}/", LOOPBACK_IS_FINE)
    assert (answer.status_code, answer.content) == (200, b"hello")


async def test_a_refusal_names_the_host_and_not_its_address(site: FakeSite) -> None:
    names = ScriptedNames({"intranet.example": [["10.20.30.40"]]})
    with pytest.raises(ForbiddenAddressError) as refusal:
        await get("http://ada:secret@intranet.example/?token=secret", resolve=names)
    assert "intranet.example" in str(refusal.value)
    assert "10.20.30.40" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


async def test_the_log_says_what_was_refused_and_where(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="adapters.outbound.net")
    names = ScriptedNames({"intranet.example": [["10.20.30.40"]], "10.0.0.1": [["10.0.0.1"]]})
    rules = AddressRules()
    async with guarded_client(rules, timeout=5, purpose="a webhook", resolve=names) as client:
        for host in ("intranet.example", "10.0.0.1"):
            with pytest.raises(ForbiddenAddressError):
                await client.get(f"http://{host}/")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "refused a webhook at intranet.example (10.20.30.40): not a permitted address"),
        ("INFO", "refused a webhook at 10.0.0.1: not a permitted address"),
    ]


@pytest.mark.parametrize("answer", [["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"]])
async def test_one_address_that_is_not_permitted_is_enough_for_a_refusal(
    site: FakeSite, answer: list[str]
) -> None:
    with pytest.raises(ForbiddenAddressError):
        await get(
            f"http://a.example:{port_of(site)}/", resolve=ScriptedNames({"a.example": [answer]})
        )
    assert site.asked == []


async def test_the_address_that_was_looked_at_is_the_one_connected_to(site: FakeSite) -> None:
    names = ScriptedNames({"a.example": [["127.0.0.1"], ["127.0.0.2"]]})
    rules = AddressRules.of(allowed=["127.0.0.1"])
    answer = await get(f"http://a.example:{port_of(site)}/", rules, names)
    assert answer.content == b"hello"
    assert names.asked == ["a.example"]
    assert f"Host: a.example:{port_of(site)}" in site.asked[0]


async def test_a_name_that_changes_its_address_is_looked_at_again(site: FakeSite) -> None:
    names = ScriptedNames({"a.example": [["127.0.0.1"], ["127.0.0.2"]]})
    rules = AddressRules.of(allowed=["127.0.0.1"])
    url = f"http://a.example:{port_of(site)}/"
    async with guarded_client(rules, timeout=5, resolve=names) as client:
        assert (await client.get(url)).is_success
        with pytest.raises(ForbiddenAddressError):
            await client.get(url)


async def test_a_redirect_is_looked_at_as_well(site: FakeSite) -> None:
    names = ScriptedNames({"a.example": [["127.0.0.1"]], "b.example": [["127.0.0.2"]]})
    rules = AddressRules.of(allowed=["127.0.0.1"])
    site.pages["/away"] = redirect(f"http://b.example:{port_of(site)}/")
    async with guarded_client(rules, timeout=5, resolve=names) as client:
        with pytest.raises(ForbiddenAddressError):
            await client.get(f"http://a.example:{port_of(site)}/away", follow_redirects=True)
    assert len(site.asked) == 1


async def test_no_redirect_is_followed_unasked(site: FakeSite) -> None:
    site.pages["/away"] = redirect("/")
    assert (await get(f"http://{site.address}/away", LOOPBACK_IS_FINE)).status_code == 302


async def test_the_next_address_is_tried_when_nobody_is_at_the_first(site: FakeSite) -> None:
    names = ScriptedNames({"a.example": [["127.0.0.3", "127.0.0.1"]]})
    answer = await get(f"http://a.example:{port_of(site)}/", LOOPBACK_IS_FINE, names)
    assert answer.is_success


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 70}.example", "ex ample"])
async def test_a_host_that_cannot_be_looked_up_cannot_be_reached(host: str) -> None:
    with pytest.raises((httpx.ConnectError, httpx.InvalidURL)):
        await get(f"http://{host}/")


async def test_a_host_that_nobody_knows_cannot_be_reached() -> None:
    with pytest.raises(httpx.ConnectError):
        await get("http://nowhere.example/", resolve=ScriptedNames({}))


async def test_a_host_without_an_address_cannot_be_reached() -> None:
    with pytest.raises(httpx.ConnectError):
        await get("http://a.example/", resolve=ScriptedNames({"a.example": [[]]}))


async def test_a_name_server_that_keeps_silent_is_not_waited_for_for_ever() -> None:
    async def silent(host: str, port: int) -> Sequence[Address]:
        await asyncio.Event().wait()
        return []

    async with guarded_client(AddressRules(), timeout=0.05, resolve=silent) as client:
        with pytest.raises(httpx.ConnectTimeout):
            await client.get("http://a.example/")


@pytest.mark.parametrize("scheme", ["file", "ftp", "ws", "gopher", "unix"])
async def test_no_other_protocol_is_spoken(scheme: str) -> None:
    with pytest.raises(httpx.UnsupportedProtocol):
        await get(f"{scheme}://127.0.0.1/etc/passwd", AddressRules(protected=False))


async def test_a_protocol_may_be_left_out(site: FakeSite) -> None:
    rules = AddressRules.of(allowed=["127.0.0.1"], schemes=["HTTPS"])
    async with guarded_client(rules, timeout=5) as client:
        with pytest.raises(httpx.UnsupportedProtocol):
            await client.get(f"http://{site.address}/")


async def test_sockets_of_this_machine_are_closed_to_it() -> None:
    backend: httpcore.AsyncNetworkBackend = GuardedBackend(LOOPBACK_IS_FINE, SystemLookup())
    with pytest.raises(ForbiddenAddressError):
        await backend.connect_unix_socket("/run/docker.sock")


async def test_no_proxy_is_taken_from_the_environment(
    site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await get(f"http://{site.address}/", LOOPBACK_IS_FINE)).is_success


async def test_cookies_are_not_remembered(site: FakeSite) -> None:
    site.pages["/"] = page(b"hello", Set_Cookie="session=ada; Path=/")
    async with guarded_client(LOOPBACK_IS_FINE, timeout=5) as client:
        await client.get(f"http://{site.address}/")
        await client.get(f"http://{site.address}/")
    assert len(site.asked) == 2
    assert "cookie" not in "".join(site.asked).lower()


async def test_a_certificate_has_to_be_for_the_name_and_not_for_the_address() -> None:
    here = ("a.example", "b.example", "127.0.0.1")
    names = ScriptedNames({name: [["127.0.0.1"]] for name in here})
    with certified("a.example") as tls:
        async with (
            serving(FakeSite({"/": page(b"hello")}), tls=tls.server) as site,
            guarded_client(
                LOOPBACK_IS_FINE, timeout=5, resolve=names, ssl_context=tls.client
            ) as client,
        ):
            assert (await client.get(f"https://a.example:{port_of(site)}/")).content == b"hello"
            for wrong in ("b.example", "127.0.0.1"):
                with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                    await client.get(f"https://{wrong}:{port_of(site)}/")


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    names = ScriptedNames({"a.example": [["127.0.0.1"]]})
    with certified("a.example") as tls:
        async with serving(FakeSite({"/": page(b"hello")}), tls=tls.server) as site:
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                await get(f"https://a.example:{port_of(site)}/", LOOPBACK_IS_FINE, names)


async def test_an_answer_that_makes_no_sense_is_an_error_of_httpx(site: FakeSite) -> None:
    site.pages["/"] = b"SSH-2.0-OpenSSH_9.2p1\r\n"
    with pytest.raises(httpx.RemoteProtocolError):
        await get(f"http://{site.address}/", LOOPBACK_IS_FINE)


async def test_an_answer_that_breaks_off_is_an_error_of_httpx(site: FakeSite) -> None:
    site.pages["/"] = page(b"hello", Content_Length="100")
    with pytest.raises(httpx.RemoteProtocolError):
        await get(f"http://{site.address}/", LOOPBACK_IS_FINE)


def test_every_error_of_httpcore_is_one_of_httpx() -> None:
    errors = {
        each
        for each in vars(httpcore).values()
        if isinstance(each, type) and issubclass(each, Exception)
    }
    # Not raised by a pool without proxies, or raised for a mistake of the caller.
    assert {error.__name__ for error in errors - OF_HTTPX.keys()} == {
        "ConnectionNotAvailable",
        "ProxyError",
    }
