"""A header takes one line of plain characters, whatever a client has sent."""

import pytest

from adapters.inbound.warning_headers import WARNINGS, warning_headers


@pytest.mark.parametrize(
    ("warnings", "line"),
    [
        (["One.", "Two."], "One. Two."),
        (["a line\nand another\r\n"], "a line and another"),
        (["the field \x08 is unknown"], "the field ? is unknown"),
        (["für \x7f"], "f?r ?"),
    ],
)
def test_warnings_are_one_printable_line(warnings: list[str], line: str) -> None:
    assert warning_headers(warnings) == {WARNINGS: line}


def test_no_warnings_are_no_header() -> None:
    assert warning_headers([]) == {}


def test_a_header_is_no_longer_than_proxies_take() -> None:
    assert len(warning_headers(["x" * 5000])[WARNINGS]) == 2000
