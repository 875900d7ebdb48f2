"""Every door of the service: the one table."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

from fastapi import FastAPI

from adapters.inbound import usual_examples, whole_examples
from adapters.inbound.openai import router as openai_door
from adapters.inbound.rest import router as own_door
from adapters.inbound.serverless import router as serverless_door
from adapters.inbound.speaches import router as speaches_door
from adapters.inbound.tasks import router as task_door
from adapters.inbound.webservice import router as webservice_door
from adapters.inbound.whispercpp import router as whispercpp_door
from infrastructure.container import Container

DOORS: Final[Sequence[ModuleType]] = (
    own_door,
    task_door,
    serverless_door,
    webservice_door,
    whispercpp_door,
    openai_door,
    speaches_door,
)
"""Routers; each lies in the package of its door."""


def wire(container: Container) -> None:
    """Have the endpoints find their use cases there. It looks at all that the packages hold, which
    takes a third of a second."""
    packages = [door.__package__ for door in DOORS]
    container.wire(packages=packages, warn_unresolved=True)


def open_doors(app: FastAPI) -> None:
    for door in DOORS:
        door.register(app)
    usual_examples.describe(app)
    whole_examples.describe(app)
