"""Keys that stand in the settings."""

import pytest

from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.known_keys import KnownKeys
from domain.api_key import EVERY_SCOPE
from domain.audio_clip import EVERYONE
from infrastructure.api_keys import known_keys
from infrastructure.environment import SettingsError, read_settings
from tests.fakes.clock import FakeClock

LONG = "correct-horse-battery"
OTHER = "staple-and-some-more"


def known() -> KnownKeys:
    database = InMemoryDatabase()
    return known_keys(
        read_settings().api_keys,
        unit_of_work=lambda: InMemoryUnitOfWork(database),
        clock=FakeClock(),
    )


def complaint() -> str:
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    return str(refusal.value)


async def test_there_are_none_unless_they_are_set() -> None:
    assert await known().all() == ()


@pytest.mark.parametrize("name", ["API_KEYS", "API_KEY"])
async def test_each_has_its_owner_and_may_do_everything(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"{LONG}, ada:{OTHER}")
    keys = known()
    [everyones, adas] = await keys.all()
    assert (everyones.owner, adas.owner) == (EVERYONE, "ada")
    assert everyones.scopes == adas.scopes == EVERY_SCOPE
    assert await keys.with_secret(OTHER) == adas
    assert await keys.with_secret(f"ada:{OTHER}") is None
    assert (await known().all())[1].id == adas.id


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("swordfish", "secret 1 has fewer than 16 characters"),
        (f"{LONG},swordfish", "secret 2 has fewer than 16 characters"),
        ("ada:swordfish", "secret 1 has fewer than 16 characters"),
        (f"{LONG}:", "secret 1 has fewer than 16 characters"),
        (f"swordfish and {LONG}", "or others than letters, digits and signs"),
        (f"été {LONG}", "or others than letters, digits and signs"),
        (f"ada lovelace:{LONG}", "before the colon of secret 1: an owner has 1 to 128"),
        (f":{LONG}", "before the colon of secret 1: an owner has 1 to 128"),
        (f"ada:{LONG},grace:{LONG}", "the same secret stands there for two owners"),
        (" , ", "there is no secret in it"),
        ('["swordfish', "what begins with [ has to be a list in JSON"),
    ],
)
def test_what_cannot_be_a_key_is_told_without_telling_it(
    monkeypatch: pytest.MonkeyPatch, keys: str, words: str
) -> None:
    monkeypatch.setenv("API_KEYS", keys)
    said = complaint()
    assert said.startswith("API_KEYS: ")
    assert words in said
    assert not any(secret in said for secret in ("swordfish", LONG))


def test_they_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEYS", LONG)
    settings = read_settings()
    assert LONG not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_two_names_that_disagree_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEYS", LONG)
    monkeypatch.setenv("API_KEY", OTHER)
    said = complaint()
    assert "API_KEYS and API_KEY mean the same setting and disagree" in said
    assert LONG not in said
