"""What was given at a door, by the names that all doors share."""

import pytest

from adapters.inbound.given_options import concerns


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_what_is_left_blank_is_as_usual(blank: str | None) -> None:
    assert concerns({"align_model": blank, "temperature": blank}) == concerns({})
