"""How the OpenAPI document tells of errors, where a door answers all of them in one shape."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel


def errors_like(body: type[BaseModel]) -> Mapping[int | str, dict[str, Any]]:
    """For `responses`."""
    return MappingProxyType(
        {
            "4XX": {"model": body, "description": "What is wrong with the request."},
            "5XX": {"model": body, "description": "What went wrong."},
        }
    )
