"""Which scope a request needs: one table of paths, and what holds for all that are not in it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from domain.api_key import Scope

ByMethod: TypeAlias = Mapping[str, Scope]

USUALLY: Final[ByMethod] = MappingProxyType(
    {"GET": Scope.READ, "HEAD": Scope.READ, "DELETE": Scope.DELETE}
)
"""Every other method writes."""
_EITHER_WAY: Final[ByMethod] = MappingProxyType({})

SCOPES: Final[tuple[tuple[re.Pattern[str], ByMethod, Scope], ...]] = (
    (re.compile(r"/metrics"), _EITHER_WAY, Scope.METRICS),
    (
        re.compile(r"/(api/models|api/ps|v1/models|load)(/.*)?"),
        MappingProxyType({"GET": Scope.READ, "HEAD": Scope.READ}),
        Scope.MODELS,
    ),
    # A client of RunPod may ask with POST how its job is.
    (re.compile(r"(/v2/[^/]+)?/status/[^/]+"), _EITHER_WAY, Scope.READ),
    # Who sends a file in parts has to ask how far it has come, and may say the method in a header.
    (re.compile(r"/api/uploads(/.*)?"), _EITHER_WAY, Scope.WRITE),
    # Whoever has it can sign messages.
    (re.compile(r"/api/webhooks/[^/]+/secret"), _EITHER_WAY, Scope.WRITE),
)
"""A path, the scopes of some methods, and the scope of all others. The first that fits counts."""


def needed_scope(method: str, path: str) -> Scope:
    for pattern, by_method, otherwise in SCOPES:
        if pattern.fullmatch(path):
            return by_method.get(method, otherwise)
    return USUALLY.get(method, Scope.WRITE)
