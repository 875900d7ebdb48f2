"""What may be set of limits and of who may ask, and what is said of anything else."""

import pytest

from domain.quota import Quota
from infrastructure.environment import SettingsError, read_settings
from infrastructure.limit_settings import quotas_in
from infrastructure.text_lists import listed


@pytest.mark.parametrize(
    ("text", "quotas"),
    [
        ("none", ()),
        ("None", ()),
        ("120/minute", (Quota(120, 60),)),
        ("120/minute;2000/hour", (Quota(120, 60), Quota(2000, 3600))),
        ("10/5 seconds, 1 per day", (Quota(10, 5), Quota(1, 86_400))),
        ("5/minute;5/60 seconds", (Quota(5, 60),)),
    ],
)
def test_quotas_are_written_as_the_library_has_it(text: str, quotas: tuple[Quota, ...]) -> None:
    assert quotas_in(text) == quotas


def test_nothing_is_limited_and_nobody_let_in_unless_it_is_set() -> None:
    settings = read_settings()
    assert quotas_in(settings.rate_limit) == ()
    assert settings.max_concurrent_requests == 0
    assert settings.request_timeout_seconds == 0
    assert listed(settings.cors_origins) == []
    assert listed(settings.trusted_hosts) == []
    assert listed(settings.trusted_proxies) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RATE_LIMIT", "120/minute; 2000 per hour"),
        ("RATE_LIMIT_STORAGE", "redis://:secret@redis.internal:6379/0"),
        ("RATE_LIMIT_STORAGE", "rediss://redis.internal"),
        ("RATE_LIMIT_STORAGE", "redis://[::1]:6379/0"),
        ("RATE_LIMIT_STORAGE", "rediss://redis.internal/0?ssl_cert_reqs=none"),
        ("FAILED_KEY_LIMIT", "none"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://app.example.org, http://localhost:3000, http://[::1]:8080"),
        ("TRUSTED_HOSTS", "speech.example.org, *.example.org, 10.0.0.5, ::1"),
        ("TRUSTED_PROXIES", "10.0.0.5, 172.16.0.0/12, ::1"),
        ("TRUSTED_PROXIES", "*"),
    ],
)
def test_what_makes_sense_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(read_settings(), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("RATE_LIMIT", "many", "120/minute"),
        ("RATE_LIMIT", "0/minute", "120/minute"),
        ("RATE_LIMIT", "120/fortnight", "120/minute"),
        ("RATE_LIMIT", "120/minute;", "120/minute"),
        ("FAILED_KEY_LIMIT", "-1/second", "120/minute"),
        ("RATE_LIMIT", "10/0minutes", "120/minute"),
        ("RATE_LIMIT", "10 per 00 minutes", "120/minute"),
        ("RATE_LIMIT", "10/99999999999 days", "a year"),
        ("RATE_LIMIT", "99999999999999999999/minute", "1000000000"),
        ("CORS_ORIGINS", "app.example.org", "https://app.example.org"),
        ("CORS_ORIGINS", "https://app.example.org/", "without a path"),
        ("TRUSTED_HOSTS", "https://speech.example.org", "without a port"),
        ("TRUSTED_HOSTS", "speech.example.org:8000", "without a port"),
        ("TRUSTED_HOSTS", "a:8000", "without a port"),
        ("TRUSTED_HOSTS", "10.0.0.5:80", "without a port"),
        ("REQUEST_TIMEOUT_SECONDS", "inf", "finite"),
        ("BODY_TIMEOUT_SECONDS", "nan", "finite"),
        ("HSTS_SECONDS", "99999999999999999999", "less than or equal"),
        ("TRUSTED_PROXIES", "nginx", "addresses or networks"),
        ("MAX_CONCURRENT_REQUESTS", "-1", "greater than or equal to 0"),
        ("BODY_TIMEOUT_SECONDS", "soon", "number"),
    ],
)
def test_what_makes_none_is_said_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    assert str(refusal.value).startswith(f"{name}={value}: ")
    assert advice in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://:secret@redis.internal",
        "redis://:secret@redis.internal:notaport/0",
        "redis://:secret@redis.internal:99999/0",
        "redis://:secret@:6379/0",
        "redis://:secret#half@redis.internal:6379/0",
        "redis://[secret/0",
        "redis://:secret@redis.internal?colour=red",
        "redis://:secret@redis.internal?socket_timeout=soon",
    ],
)
def test_the_password_of_a_redis_that_cannot_be_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RATE_LIMIT_STORAGE", url)
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    assert "secret" not in str(refusal.value)
    assert str(refusal.value).startswith("RATE_LIMIT_STORAGE: ")
    assert "redis://" in str(refusal.value)


def test_the_password_of_redis_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_STORAGE", "redis://:secret@redis.internal")
    assert "secret" not in repr(read_settings())
