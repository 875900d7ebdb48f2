"""Limits of requests, and what keeps other people's pages out, put before the doors."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from adapters.inbound.limits.body_timeout import BodyTimeout
from adapters.inbound.limits.failed_keys import FailedKeys
from adapters.inbound.limits.request_rates import RequestRates
from adapters.inbound.limits.request_timeout import RequestTimeout
from adapters.inbound.limits.requests_at_once import RequestsAtOnce
from adapters.inbound.safety import other_origins
from adapters.inbound.safety.security_headers import SecurityHeaders
from adapters.inbound.safety.trusted_hosts import TrustedHosts
from infrastructure.container import Container
from infrastructure.limit_settings import quotas_in
from infrastructure.text_lists import listed


def limit_requests(app: FastAPI, container: Container) -> None:
    """Behind the keys, which say whose requests are counted together."""
    settings = container.settings()
    if settings.body_timeout_seconds:
        app.add_middleware(BodyTimeout, seconds=settings.body_timeout_seconds)
    if settings.request_timeout_seconds:
        app.add_middleware(RequestTimeout, seconds=settings.request_timeout_seconds)
    if settings.max_concurrent_requests:
        app.add_middleware(RequestsAtOnce, at_most=settings.max_concurrent_requests)
    if rates := quotas_in(settings.rate_limit):
        app.add_middleware(RequestRates, limiter=container.rate_limiter, quotas=rates)


def keep_others_out(app: FastAPI, container: Container) -> None:
    """Before the keys: what is refused here needs none to be looked up."""
    settings = container.settings()
    origins = listed(settings.cors_origins)
    if failures := quotas_in(settings.failed_key_limit):
        app.add_middleware(FailedKeys, limiter=container.rate_limiter, quotas=failures)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=other_origins.METHODS,
            allow_headers=other_origins.HEADERS,
            expose_headers=other_origins.EXPOSED,
        )
    if names := listed(settings.trusted_hosts):
        app.add_middleware(TrustedHosts, names=names)
    app.add_middleware(
        SecurityHeaders, hsts_seconds=settings.hsts_seconds, is_for_other_origins=bool(origins)
    )
