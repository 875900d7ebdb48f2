"""Keys, their secrets and what they open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.api_key import (
    EVERY_SCOPE,
    LONGEST_OWNER,
    USUAL_SCOPES,
    Scope,
    digest_of,
    hint_of,
    key_with,
    owner_named,
)
from domain.errors import InvalidKeyError
from tests.fakes.api_keys import ADAS, GRACES, STRANGERS, a_key
from tests.fakes.clips import GRACE
from tests.fakes.clock import NEW_YEAR

DAY = timedelta(days=1)


def test_a_key_is_found_by_its_secret_and_holds_only_its_digest() -> None:
    adas, graces = a_key(), a_key(GRACES, owner=GRACE)
    assert key_with([adas, graces], ADAS) is adas
    assert key_with([adas, graces], GRACES) is graces
    assert key_with([adas, graces], STRANGERS) is None
    assert key_with([], ADAS) is None
    assert ADAS not in repr(adas)
    assert adas.digest == digest_of(ADAS)
    assert adas.digest not in repr(adas)


def test_a_secret_with_any_character_finds_nothing_and_breaks_nothing() -> None:
    assert key_with([a_key()], "é\udcff ☃") is None


def test_a_hint_tells_little_of_the_secret() -> None:
    assert hint_of(ADAS) == "hvx_adas-a"


def test_a_key_is_live_until_it_expires_or_is_revoked() -> None:
    key = a_key(expires_at=NEW_YEAR + DAY)
    assert key.is_live(NEW_YEAR)
    assert not key.is_live(NEW_YEAR + DAY)
    revoked = key.revoked(now=NEW_YEAR)
    assert not revoked.is_live(NEW_YEAR)
    assert revoked.revoked(now=NEW_YEAR + DAY).revoked_at == NEW_YEAR


def test_a_key_does_what_its_scopes_say_and_by_default_nothing_for_everybody() -> None:
    assert a_key().scopes == {Scope.READ, Scope.WRITE, Scope.DELETE}
    reading = a_key(scopes=frozenset({Scope.READ}))
    assert [scope for scope in Scope if reading.allows(scope)] == [Scope.READ]
    assert USUAL_SCOPES < EVERY_SCOPE


@pytest.mark.parametrize("owner", ["ada", "ada@example.org", "Ädä_1+2.x-y", "a" * LONGEST_OWNER])
def test_an_owner_has_a_name_that_needs_no_quoting(owner: str) -> None:
    assert owner_named(owner) == owner


@pytest.mark.parametrize("owner", ["", "ada lovelace", "a:b", "a,b", "a/b", "a" * 129, "a\n"])
def test_anything_else_is_no_owner(owner: str) -> None:
    with pytest.raises(InvalidKeyError):
        owner_named(owner)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"name": " "},
        {"name": "x" * 101},
        {"scopes": frozenset()},
        {"expires_at": NEW_YEAR},
    ],
)
def test_a_key_that_makes_no_sense_cannot_be(nonsense: dict[str, object]) -> None:
    with pytest.raises(InvalidKeyError):
        replace(a_key(), **nonsense)  # type: ignore[arg-type]
