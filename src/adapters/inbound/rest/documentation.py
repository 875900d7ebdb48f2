"""/docs: the operations in a browser, out of files that come from here and from nowhere else.

Swagger UI lies in the package fastapi-offline. Its own pages are not used: they begin with a script
inside the page, which a content security policy should not have to allow.
"""

from collections.abc import Mapping
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

router = APIRouter(include_in_schema=False)

# The addresses are relative, so that they hold behind a proxy with a prefix, too.
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hexavox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; <a href="openapi.json">openapi.json</a> does not.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
# Without a validator: it would be told of every visit.
_START: Final = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""
_ONLY_FROM_HERE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "swagger-ui-bundle.js": "text/javascript",
        "swagger-ui.css": "text/css",
    }
)


@router.get("/docs")
async def show_operations() -> HTMLResponse:
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _ONLY_FROM_HERE})


@router.get("/docs/start.js")
async def start_page() -> Response:
    return Response(_START, media_type="text/javascript")


@router.get("/docs/{name}")
async def get_file(name: str) -> FileResponse:
    package = find_spec("fastapi_offline")
    if name not in _MEDIA_TYPES or package is None or package.origin is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    file = Path(package.origin).parent / "static" / name
    return FileResponse(file, media_type=_MEDIA_TYPES[name])
