"""/metrics: for Prometheus and what speaks as it does."""

from typing import Annotated, Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Header, Response

from adapters.inbound import dependencies as use

router = APIRouter(tags=["service"])

_EXAMPLE: Final = """\
# HELP whisperx_requests_total Requests by endpoint and status
# TYPE whisperx_requests_total counter
whisperx_requests_total{endpoint="/asr",status="ok"} 12.0
"""
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "One sample a line, in the format of Prometheus or of OpenMetrics.",
        "content": {
            "text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE},
            "application/openmetrics-text": {
                "schema": {"type": "string"},
                "example": f"{_EXAMPLE}# EOF\n",
            },
        },
    }
}


@router.get(
    "/metrics",
    summary="Read all metrics",
    response_class=Response,
    responses=_RESPONSES,
)
@inject
async def get_metrics(
    expose: use.ExposeMetrics,
    accept: Annotated[
        str,
        Header(
            description="application/openmetrics-text asks for that format; anything else is "
            "answered in that of Prometheus.",
            examples=["application/openmetrics-text; version=1.0.0"],
        ),
    ] = "",
) -> Response:
    """Counters of this process since its start, and gauges of this moment. It answers while the
    engines are busy, and without the database, too."""
    exposed = await expose(accept)
    return Response(exposed.body, headers={"Content-Type": exposed.media_type})
