"""/status: which version answers, for clients that ask before they are set up."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from adapters.inbound.operation_names import operation_name

router = APIRouter(tags=["service"], generate_unique_id_function=operation_name)


class VersionBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"version": "Hexavox 0.1.0"}]})

    version: str


@router.get("/status", summary="Ask for the version")
async def get_version(request: Request) -> VersionBody:
    """As Subgen answers it to Bazarr. `/status/{job_id}` is a job of the serverless API."""
    return VersionBody(version=f"{request.app.title} {request.app.version}")
