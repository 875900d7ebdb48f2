"""Reports and progress on the terminal."""

import time
from typing import Final

from rich.console import Console
from rich.table import Table as RichTable

from bench.report import Report, Section, Table, shown, tables_of

WIDTH: Final = 120
"""Columns, where a file or a pipe has none."""
COLOUR: Final = {"pass": "[green]pass[/]", "FAIL": "[red]FAIL[/]"}


class Screen:
    def __init__(self) -> None:
        self._console = Console(highlight=False)
        if not self._console.is_terminal:
            self._console = Console(highlight=False, width=WIDTH)
        self._started = time.monotonic()

    def say(self, text: str) -> None:
        """One line of progress, with the time since the start."""
        elapsed = int(time.monotonic() - self._started)
        self._console.print(f"[{elapsed // 60:02}:{elapsed % 60:02}] {text}", markup=False)

    def show(self, section: Section) -> None:
        self._console.print(f"\n[bold]{section.title}[/]")
        for table in tables_of(section):
            self._console.print(_rich(table))
        for note in section.notes:
            self._console.print(note, markup=False)

    def close(self, report: Report) -> None:
        """The last words: what was missed, and what is not known."""
        for key, why in report.unmeasured.items():
            self._console.print(f"not measured: {key}: {why}", markup=False)
        for figure in report.missed:
            self._console.print(
                f"goal missed: {figure.name}: {figure.cells[1]} ({figure.cells[2]})"
            )


def _rich(table: Table) -> RichTable:
    drawn = RichTable(title=table.title or None, title_justify="left")
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_coloured(shown(cell)) for cell in row))
    return drawn


def _coloured(text: str) -> str:
    return COLOUR.get(text, text.replace("[", "\\["))
