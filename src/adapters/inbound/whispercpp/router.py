"""The door of whisper.cpp's server."""

from fastapi import FastAPI

from adapters.inbound.whispercpp import inference, loading


def register(app: FastAPI) -> None:
    for each in (inference, loading):
        app.include_router(each.router)
