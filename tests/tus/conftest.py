"""The door for resumable uploads on a real socket, over a service in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dependency_injector import containers, providers
from fastapi import APIRouter, Depends, FastAPI

from adapters.inbound import error_handlers
from adapters.inbound.rest.tus import uploads
from adapters.inbound.strict_query import refuse_unknown_parameters
from infrastructure.container import Container
from tests.fakes.clock import FakeClock
from tests.fakes.live_server import LiveServer, serving
from tests.fakes.service import Service
from tests.fakes.uploads import UploadUseCases
from tests.fakes.wiring import instead_of


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def app(wiring: Container, service: Service, clock: FakeClock, tmp_path: Path) -> Iterator[FastAPI]:
    container = containers.DynamicContainer()
    for name, use_case in UploadUseCases.over(service, clock, tmp_path).by_name().items():
        container.set_provider(name, providers.Object(use_case))
    app = FastAPI()
    error_handlers.install(app)
    router = APIRouter(prefix="/api", dependencies=[Depends(refuse_unknown_parameters)])
    router.include_router(uploads.router)
    app.include_router(router)
    with instead_of(wiring, container):
        yield app


@pytest.fixture
def server(app: FastAPI) -> Iterator[LiveServer]:
    with serving(app) as server:
        yield server
