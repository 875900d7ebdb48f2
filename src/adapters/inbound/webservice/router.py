"""The door of whisper-asr-webservice and of the services that took it for their model."""

from fastapi import FastAPI

from adapters.inbound.webservice import asr, language_detection, queue_metrics, version


def register(app: FastAPI) -> None:
    for each in (asr, language_detection, queue_metrics, version):
        app.include_router(each.router)
