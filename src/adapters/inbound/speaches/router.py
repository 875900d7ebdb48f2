"""The door in the manner of speaches: what can be told of sound besides its words, and the models
that tell it.

https://github.com/speaches-ai/speaches, src/speaches/routers
"""

from fastapi import FastAPI

from adapters.inbound.operation_names import operation_name
from adapters.inbound.speaches import diarization, loaded_models, models, speech


def register(app: FastAPI) -> None:
    """Open the door."""
    for module in (diarization, speech, models, loaded_models):
        app.include_router(module.router, generate_unique_id_function=operation_name)
