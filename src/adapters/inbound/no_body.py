"""A body where none is read is refused: what it asks for would be ignored unnoticed."""

from fastapi import Request

from adapters.inbound.request_errors import UnexpectedBodyError


async def refuse_body(request: Request) -> None:
    """A dependency of a route. Raises UnexpectedBodyError at the first byte."""
    async for chunk in request.stream():
        if chunk:
            raise UnexpectedBodyError("This endpoint reads no body: its options go into the query.")
