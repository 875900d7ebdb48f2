"""/: the way to the documentation, for whoever opens the service in a browser."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_documentation(request: Request) -> RedirectResponse:
    behind_proxy = request.scope.get("root_path", "")
    return RedirectResponse(f"{behind_proxy}/docs", HTTPStatus.TEMPORARY_REDIRECT)
