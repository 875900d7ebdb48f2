"""What settings say of logs and traces."""

import sys
from pathlib import Path

import pytest

from application.ports.tracing import UNTRACED
from infrastructure.environment import SettingsError, read_settings
from infrastructure.settings import Settings
from infrastructure.tracing import tracing
from infrastructure.variables.watching import LogLevel
from tests.fakes.environment import unset_everything


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unset_everything(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({}, LogLevel.INFO),
        ({"CONSOLE_LOG_LEVEL": "WARNING"}, LogLevel.WARNING),
        ({"LOG_LEVEL": "CRITICAL"}, LogLevel.CRITICAL),
        ({"DEBUG": "1"}, LogLevel.DEBUG),
        ({"DEBUG": "True", "LOG_LEVEL": "error"}, LogLevel.ERROR),
        ({"DEBUG": "app:*"}, LogLevel.INFO),
    ],
)
def test_how_much_is_logged_goes_by_the_names_of_other_services(
    said: dict[str, str], level: LogLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert read_settings().least_level is level


def test_nobody_traces_unless_they_are_told_to() -> None:
    assert tracing(Settings()).requests is UNTRACED


def test_an_address_to_send_them_to_turns_traces_on() -> None:
    traced = tracing(Settings(otel_exporter_otlp_endpoint="http://127.0.0.1:9/"))
    assert traced.requests is not UNTRACED
    traced.close()


def test_traces_without_their_libraries_are_an_error_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)
    monkeypatch.delitem(
        sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", raising=False
    )
    with pytest.raises(SettingsError, match="the extra scale"):
        tracing(Settings(tracing=True))
