"""What one caller may ask of the service, from where, and how callers are called back."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from infrastructure.limit_settings import counting_place, host_names, origins, proxies, quotas
from infrastructure.variables.reading import Variables

Quotas = Annotated[str, AfterValidator(quotas)]
CountingPlace = Annotated[str, AfterValidator(counting_place)]
Origins = Annotated[str, AfterValidator(origins)]
HostNames = Annotated[str, AfterValidator(host_names)]
Proxies = Annotated[str, AfterValidator(proxies)]


_WEEK: Final = 604_800
_TWO_YEARS: Final = 63_072_000
"""What the lists that browsers come with ask for; more says nothing more."""


class CallerSettings(Variables):
    rate_limit: Quotas = "none"
    """How often one caller may ask: whoever has a key, and else whoever comes from one address. A
    number, a stroke and a stretch of time, with ; between several: 120/minute;2000/hour, or
    10/5 seconds. none: as often as they like. /health, /metrics and /docs are not counted."""

    rate_limit_storage: CountingPlace = Field(default="memory://", repr=False)
    """Where requests are counted. memory://: in this process. redis://:password@host:6379/0, or
    rediss: for several servers together, with the extra scale. While Redis does not answer, each
    server counts by itself."""

    failed_key_limit: Quotas = "20/minute"
    """How often requests may come from one address without a key that is known here, before the
    address is refused for a while; written as RATE_LIMIT. Without keys it says nothing."""

    max_concurrent_requests: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Requests that one caller may have under way at a time at one server, streams among them. 0:
    as many as they like."""

    request_timeout_seconds: Annotated[float, Field(ge=0, le=_WEEK, allow_inf_nan=False)] = 0.0
    """Seconds after which a request is ended with 504, and its work unless others wait for it, too.
    0: never, since transcribing an hour may take an hour."""

    body_timeout_seconds: Annotated[float, Field(ge=0, le=_WEEK, allow_inf_nan=False)] = 60.0
    """Seconds that a client may send nothing of a body that is not whole yet. 0: for ever."""

    cors_origins: Origins = ""
    """Origins, with commas between, whose pages may use this service from a browser:
    https://app.example.org, or * for all. Unset: none."""

    trusted_hosts: HostNames = ""
    """Names, with commas between, that requests may have in their Host header: speech.example.org,
    *.example.org, 192.168.1.5. Unset: any. Set it where a browser on this network might be led
    here by somebody else's page. /health and /metrics answer to any name."""

    trusted_proxies: Proxies = ""
    """Addresses and networks, with commas between, of proxies that are believed when they say in
    X-Forwarded-For and X-Forwarded-Proto who asks, and whether by https: 10.0.0.5, 172.16.0.0/12,
    or * for all. Unset: none."""

    hsts_seconds: Annotated[int, Field(ge=0, le=_TWO_YEARS)] = 31_536_000
    """How long browsers keep to https once they have come by it. 0 does not tell them to."""

    idempotency_ttl_hours: Annotated[int, Field(ge=1, le=876_000)] = 24
    """How long the answer to a request with an Idempotency-Key is kept, to be given again when the
    request is sent again."""

    callback_timeout: Annotated[float, Field(gt=0, le=300)] = 10
    """Seconds that the receiver of a webhook or a callback has for its answer."""

    callback_max_retries: Annotated[int, Field(ge=1, le=10)] = 3
    """How often a callback of the task API is tried in all, with pauses of 1, 2, 4 ... seconds.
    Webhooks are tried ten times in three days."""
