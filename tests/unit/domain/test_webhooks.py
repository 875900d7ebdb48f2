from datetime import timedelta

import pytest

from domain.errors import InvalidWebhookError
from domain.transcription_job import JobStatus
from domain.webhook import (
    EVENT_OF,
    MOST_SECRETS,
    SECRET_LIVES_ON,
    EventType,
    SigningSecret,
    callbacks_id,
)
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.webhooks import a_secret, an_endpoint

HOUR = timedelta(hours=1)
NEW, NEWER = SigningSecret(a_secret(1)), SigningSecret(a_secret(2))


def test_every_end_of_a_job_is_an_event() -> None:
    assert set(EVENT_OF) == {status for status in JobStatus if status.is_final}
    assert set(EVENT_OF.values()) == set(EventType)


def test_an_endpoint_wants_the_events_that_it_named() -> None:
    endpoint = an_endpoint(events=frozenset({EventType.JOB_FAILED}))
    assert endpoint.wants(EventType.JOB_FAILED)
    assert not endpoint.wants(EventType.JOB_SUCCEEDED)


def test_one_that_is_disabled_wants_none() -> None:
    disabled = an_endpoint().disabled(now=NEW_YEAR)
    assert not disabled.wants(EventType.JOB_FAILED)
    assert disabled.disabled(now=NEW_YEAR + HOUR) == disabled


def test_neither_does_the_one_of_callbacks() -> None:
    assert not an_endpoint(url=None).wants(EventType.JOB_FAILED)


def test_an_endpoint_wants_something_at_an_address() -> None:
    with pytest.raises(InvalidWebhookError):
        an_endpoint(events=frozenset())
    with pytest.raises(InvalidWebhookError):
        an_endpoint(url="ada.example")


def test_after_a_rotation_both_secrets_are_valid_for_a_day() -> None:
    endpoint = an_endpoint()
    rotated = endpoint.rotated(NEW, now=NEW_YEAR)
    old = SigningSecret(a_secret(), NEW_YEAR + SECRET_LIVES_ON)
    assert rotated.secrets == (NEW, old)
    assert rotated.valid_secrets(NEW_YEAR + SECRET_LIVES_ON - HOUR) == (NEW, old)
    assert rotated.valid_secrets(NEW_YEAR + SECRET_LIVES_ON) == (NEW,)


def test_a_second_rotation_lets_no_secret_live_longer() -> None:
    twice = an_endpoint().rotated(NEW, now=NEW_YEAR).rotated(NEWER, now=NEW_YEAR + HOUR)
    assert [secret.expires_at for secret in twice.secrets] == [
        None,
        NEW_YEAR + HOUR + SECRET_LIVES_ON,
        NEW_YEAR + SECRET_LIVES_ON,
    ]


def test_a_rotation_forgets_what_has_expired() -> None:
    later = NEW_YEAR + 2 * SECRET_LIVES_ON
    twice = an_endpoint().rotated(NEW, now=NEW_YEAR).rotated(NEWER, now=later)
    assert [secret.value for secret in twice.secrets] == [NEWER.value, NEW.value]


def test_the_secrets_that_are_valid_together_are_few() -> None:
    endpoint = an_endpoint()
    for number in range(1, 20):
        endpoint = endpoint.rotated(SigningSecret(a_secret(number)), now=NEW_YEAR)
    assert len(endpoint.secrets) == MOST_SECRETS
    assert endpoint.secrets[0].value == a_secret(19)


@pytest.mark.parametrize("value", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!", a_secret()[6:]])
def test_a_secret_is_a_key_of_enough_bytes(value: str) -> None:
    with pytest.raises(InvalidWebhookError):
        SigningSecret(value)


def test_secrets_do_not_show_in_logs() -> None:
    assert a_secret() not in repr(an_endpoint())


def test_each_owner_has_one_endpoint_for_callbacks() -> None:
    assert callbacks_id(ADA) == callbacks_id(ADA) != callbacks_id(GRACE)
