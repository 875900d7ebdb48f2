"""How each door says that it refuses a request: the one table of beginnings of paths."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from starlette.responses import Response
from starlette.types import Scope

from adapters.inbound.openai_errors import as_openai_error
from adapters.inbound.problem_details import as_problem
from adapters.inbound.refusals import Refusal
from adapters.inbound.request_ids import request_id_of
from adapters.inbound.requested_paths import path_of
from adapters.inbound.serverless.errors import as_run_error
from adapters.inbound.tasks.errors import as_task_error
from adapters.inbound.webservice.errors import as_detail
from adapters.inbound.whispercpp.errors import as_inference_error, as_load_error

Tell: TypeAlias = Callable[[Refusal, str], Response]
"""What is wrong, with the id of the request, as an answer."""

DIALECTS: Final[Mapping[str, Tell]] = MappingProxyType(
    {
        "/api": as_problem,
        "/speech-to-text": as_task_error,
        "/speech-to-text-url": as_task_error,
        "/service": as_task_error,
        "/task": as_task_error,
        "/temporal": as_task_error,
        "/health/live": as_task_error,
        "/health/ready": as_task_error,
        "/run": as_run_error,
        "/runsync": as_run_error,
        "/status": as_run_error,
        "/cancel": as_run_error,
        "/v2": as_run_error,
        "/asr": as_detail,
        "/detect-language": as_detail,
        "/queue-metrics": as_detail,
        "/inference": as_inference_error,
        "/load": as_load_error,
        "/v1": as_openai_error,
    }
)
"""By the beginning of the path; the longest that fits counts. All other paths have problems."""


def told(scope: Scope, refusal: Refusal) -> Response:
    """The answer in the dialect of the door that the request came to."""
    path = path_of(scope)
    fitting = (door for door in DIALECTS if path == door or path.startswith(f"{door}/"))
    tell = DIALECTS.get(max(fitting, key=len, default=""), as_problem)
    return tell(refusal, request_id_of(scope))
