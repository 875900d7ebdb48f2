"""Room for an installation is asked for beforehand."""

from pathlib import Path

import pytest

from scripts.commands import InstallationError
from scripts.disk_space import require_room


def test_a_full_disk_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match=r"about 1000000000 GB, .* left for .*Try SLIM=1"):
        require_room(
            10**9, environment=tmp_path / ".venv", cache=tmp_path / "cache", advice="Try SLIM=1."
        )


def test_enough_room_is_not_remarked_on(tmp_path: Path) -> None:
    require_room(0, environment=tmp_path / ".venv", cache=tmp_path / "cache", advice="")
