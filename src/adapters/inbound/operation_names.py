"""Operation ids of the OpenAPI document, from which client generators name their functions."""

from fastapi.routing import APIRoute


def operation_name(route: APIRoute) -> str:
    return route.name
