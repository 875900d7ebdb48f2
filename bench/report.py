"""Measured figures with their goals, and the tables they came from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from bench.goals import Goal

Cell: TypeAlias = str | int | float | None
VERDICT: Final = {None: "", True: "pass", False: "FAIL"}


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    unit: str = ""
    goal: Goal | None = None

    @property
    def passed(self) -> bool | None:
        """None where nothing is promised. What is shown is what is judged."""
        return None if self.goal is None else self.goal.is_met_by(round(self.value, 4))

    @property
    def cells(self) -> tuple[Cell, ...]:
        goal = "" if self.goal is None else f"{self.goal} {self.unit}".strip()
        return (self.name, f"{self.value:.4g} {self.unit}".strip(), goal, VERDICT[self.passed])


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class Report:
    """Grows section by section, so that a bench that is cut off still leaves what it has."""

    title: str
    circumstances: dict[str, Cell]
    """On what, when and with what it was measured."""
    sections: list[Section] = field(default_factory=list)
    unmeasured: dict[str, str] = field(default_factory=dict)
    """Sections that could not be measured, and why."""
    nothing: dict[str, str] = field(default_factory=dict)
    """Sections for which the folder has no recordings."""

    @property
    def missed(self) -> tuple[Figure, ...]:
        """The figures that are not as promised."""
        figures = (figure for section in self.sections for figure in section.figures)
        return tuple(figure for figure in figures if figure.passed is False)

    def write(self, folder: Path, name: str) -> None:
        """As `name`.json for programs and as `name`.md for people."""
        folder.mkdir(parents=True, exist_ok=True)
        document = json.dumps(as_document(self), indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(document + "\n", encoding="utf-8")
        (folder / f"{name}.md").write_text(as_markdown(self), encoding="utf-8")


def figures_table(section: Section) -> Table:
    rows = [figure.cells for figure in section.figures]
    return Table(("figure", "measured", "goal", ""), rows)


def tables_of(section: Section) -> tuple[Table, ...]:
    """Everything of a section that there is to see as a table, its figures first."""
    figures = (figures_table(section),) if section.figures else ()
    return (*figures, *(table for table in section.tables if table.rows))


def shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def as_document(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "circumstances": report.circumstances,
        "sections": {section.key: _section_document(section) for section in report.sections},
        "unmeasured": report.unmeasured,
        "nothing_to_measure": report.nothing,
    }


def as_markdown(report: Report) -> str:
    parts = [f"# {report.title}", _circumstances(report)]
    for section in report.sections:
        parts.append(f"## {section.title}")
        parts.extend(_markdown_table(table) for table in tables_of(section))
        parts.extend(section.notes)
    parts.extend(f"**Not measured: {key}.** {why}" for key, why in report.unmeasured.items())
    parts.extend(f"Nothing to measure for {key}: {why}." for key, why in report.nothing.items())
    return "\n\n".join(part for part in parts if part) + "\n"


def _section_document(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "figures": [_figure_document(figure) for figure in section.figures],
        "tables": [
            {"title": table.title, "columns": list(table.columns), "rows": [*map(list, table.rows)]}
            for table in section.tables
        ],
        "notes": list(section.notes),
    }


def _figure_document(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "goal": None if figure.goal is None else str(figure.goal),
        "passed": figure.passed,
    }


def _circumstances(report: Report) -> str:
    return "\n".join(f"- {name}: {shown(value)}" for name, value in report.circumstances.items())


def _markdown_table(table: Table) -> str:
    head = [_markdown_row(table.columns), _markdown_row(["---"] * len(table.columns))]
    lines = head + [_markdown_row(row) for row in table.rows]
    return (f"**{table.title}**\n\n" if table.title else "") + "\n".join(lines)


def _markdown_row(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join(shown(cell).replace("|", "\\|") for cell in cells) + " |"
