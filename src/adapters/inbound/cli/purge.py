"""What `hexavox purge` prints."""

from collections.abc import Mapping

from rich.console import Console


def show_expired(counts: Mapping[str, int], console: Console, *, dry_run: bool) -> None:
    """A line for each kind."""
    console.print("Would be removed:" if dry_run else "Removed:")
    for what, count in counts.items():
        console.print(f"{count:>8} {what.replace('_', ' ')}")
