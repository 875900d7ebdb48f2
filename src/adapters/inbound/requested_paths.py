"""Which path a request asks for."""

from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """Without the prefix that a proxy may have put before it."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path
