"""Where recordings may be fetched from, as the settings say."""

from ipaddress import ip_address

import pytest

from application.errors import (
    ApplicationError,
    ForbiddenAddressError,
    InvalidUrlError,
    RemoteFailedError,
)
from infrastructure.environment import SettingsError, read_settings
from infrastructure.remote_recordings import address_rules, remote_recordings


async def refusal(url: str) -> ApplicationError:
    settings = read_settings()
    with pytest.raises(ApplicationError) as refused:
        async with remote_recordings(settings, address_rules(settings)).open(url):
            pytest.fail("it should have been refused")
    return refused.value


def reaches(address: str, host: str = "example.org") -> bool:
    return address_rules(read_settings()).permit(host, ip_address(address))


async def test_private_addresses_are_refused_unless_they_are_set() -> None:
    assert isinstance(await refusal("http://127.0.0.1:1/talk.wav"), ForbiddenAddressError)


async def test_s3_says_what_would_have_to_be_set() -> None:
    refused = await refusal("s3://talks/talk.wav")
    assert isinstance(refused, InvalidUrlError)
    assert "S3_IMPORT_BUCKETS" in str(refused)


async def test_only_the_buckets_that_are_set_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_IMPORT_BUCKETS", "talks, more-talks")
    monkeypatch.setenv("S3_BUCKET", "clips")
    assert isinstance(await refusal("s3://clips/talk.wav"), ForbiddenAddressError)


async def test_a_scheme_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSRF_ALLOWED_SCHEMES", "https")
    refused = await refusal("http://example.org/talk.wav")
    assert str(refused) == "A URL begins with one of https:// here."


async def test_protection_can_be_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSRF_PROTECTION_ENABLED", "0")
    assert isinstance(await refusal("http://127.0.0.1:1/talk.wav"), RemoteFailedError)


@pytest.mark.parametrize(
    "listed", ["10.1.0.0/16, minio.internal", '["10.1.0.0/16", "minio.internal"]']
)
def test_exceptions_are_networks_and_names(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv("SSRF_ALLOWED_NETWORKS", listed)
    assert reaches("10.1.2.3")
    assert reaches("192.168.0.1", host="minio.internal")
    assert not reaches("192.168.0.1")


def test_more_networks_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSRF_BLOCKED_NETWORKS", '["8.8.0.0/16", "127.0.0.0/8"]')
    assert not reaches("8.8.8.8")
    assert reaches("9.9.9.9")
    assert not reaches("10.0.0.1")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SSRF_ALLOWED_SCHEMES", "ftp", "name http, https or both"),
        ("SSRF_ALLOWED_NETWORKS", "10.0.0.0/33", "does not appear to be"),
        ("SSRF_BLOCKED_NETWORKS", "intranet", "does not appear to be"),
        ("SSRF_BLOCKED_NETWORKS", "[1]", "nothing but text"),
        ("SSRF_BLOCKED_NETWORKS", "[", "JSON"),
        ("REMOTE_TIMEOUT_SECONDS", "0", "greater than 0"),
    ],
)
def test_what_cannot_be_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as refused:
        read_settings()
    assert words in str(refused.value)
