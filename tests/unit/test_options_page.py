"""The page of the options, compared with what is understood."""

from pathlib import Path

import pytest

from adapters.inbound.given_options import KNOWN
from adapters.outbound.engines.options_lacked import LACKED
from domain.engine_kinds import TranscriberKind

PAGE = Path(__file__).parents[2] / "docs" / "options.md"


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_every_option_is_explained(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", LACKED)
def test_what_an_engine_lacks_is_told(kind: TranscriberKind) -> None:
    lacked = ", ".join(f"`{name}`" for name in LACKED[kind])
    assert f"| `transcriber={kind}` | {lacked} |" in PAGE.read_text(encoding="utf-8")
