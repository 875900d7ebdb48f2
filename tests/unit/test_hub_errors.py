"""What went wrong at Hugging Face."""

import logging

import pytest

from adapters.outbound.models.hub_errors import hub_errors_translated
from application.errors import ModelUnavailableError


def test_a_hub_that_is_away_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    reason = "no route to the host\n\nSee the manual."
    with pytest.raises(ModelUnavailableError), hub_errors_translated("org/model"):
        raise ConnectionError(reason)
    (line,) = caplog.text.splitlines()
    assert "org/model: ConnectionError: no route to the host" in line
