"""Reports say what was measured, what was promised, and what is not known."""

import json
from pathlib import Path

import pytest

from bench.goals import Goal, Side
from bench.report import Figure, Report, Section, Table, as_markdown

MET = Figure("WER misc", 0.5, "%", Goal(Side.AT_MOST, 1))
MISSED = Figure("throughput", 80.0, "%", Goal(Side.AT_LEAST, 85))
FREE = Figure("files", 7)


def _report() -> Report:
    table = Table(("file", "WER %"), [("a|b.flac", 12.345), ("c.flac", None)])
    section = Section(key="x", title="Things", figures=[MET, MISSED, FREE], tables=[table])
    return Report(
        title="Bench",
        circumstances={"cores": 2},
        sections=[section],
        unmeasured={"memory": "no room"},
        nothing={"der": "no rttm"},
    )


@pytest.mark.parametrize(
    ("side", "value", "met"),
    [
        (Side.AT_MOST, 50.0, True),
        (Side.BELOW, 50.0, False),
        (Side.BELOW, 49.9, True),
        (Side.AT_LEAST, 49.9, False),
    ],
)
def test_a_goal_has_a_side(side: Side, value: float, *, met: bool) -> None:
    assert Goal(side, 50.0).is_met_by(value) is met


def test_only_figures_with_a_goal_can_be_missed() -> None:
    assert _report().missed == (MISSED,)
    assert FREE.passed is None


def test_the_markdown_shows_figures_goals_and_what_is_unknown() -> None:
    text = as_markdown(_report())
    assert "| WER misc | 0.5 % | <= 1 % | pass |" in text
    assert "| throughput | 80 % | >= 85 % | FAIL |" in text
    assert "| a\\|b.flac | 12.35 |" in text
    assert "- cores: 2" in text
    assert "**Not measured: memory.** no room" in text
    assert "Nothing to measure for der: no rttm." in text


def test_a_report_is_written_for_programs_and_for_people(tmp_path: Path) -> None:
    _report().write(tmp_path / "new", "accuracy")
    document = json.loads((tmp_path / "new" / "accuracy.json").read_text())
    assert document["sections"]["x"]["figures"][1] == {
        "name": "throughput",
        "value": 80.0,
        "unit": "%",
        "goal": ">= 85",
        "passed": False,
    }
    assert (tmp_path / "new" / "accuracy.md").read_text().startswith("# Bench")
