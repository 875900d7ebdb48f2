"""What is taken from outside, and from where: weights, and recordings that clients send or name."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from infrastructure.text_lists import http_schemes, networks, networks_and_hosts
from infrastructure.variables.reading import Variables, named

HttpSchemes = Annotated[str, AfterValidator(http_schemes)]
NetworksAndHosts = Annotated[str, AfterValidator(networks_and_hosts)]
Networks = Annotated[str, AfterValidator(networks)]


class IncomingSettings(Variables):
    hf_token: SecretStr | None = Field(
        default=None,
        validation_alias=named(
            "HF_TOKEN",
            "HUGGINGFACE_TOKEN",
            "HUGGINGFACE_AUTH_TOKEN",
            "HUGGINGFACE_ACCESS_TOKEN",
        ),
    )
    """A Hugging Face token, for models whose authors ask for one. Nothing needs it by default."""

    hf_hub_offline: bool = False
    """1 forbids every use of the network for weights."""

    max_file_size_mb: Annotated[int, Field(ge=1)] = 1000
    """The largest upload, in megabytes of 1,000,000 bytes."""

    upload_ttl_hours: Annotated[int, Field(ge=1, le=876_000)] = 24
    """How long an upload to /api/uploads is kept after the last request that brought bytes, and how
    long it is remembered which clip it became."""

    max_duration_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 12 * 3600
    """The longest recording."""

    ssrf_protection_enabled: bool = True
    """0 lets the URLs that clients send lead to this machine and its neighbours: recordings are
    fetched from there, and webhooks delivered."""

    ssrf_allowed_schemes: HttpSchemes = "http, https"
    """What such URLs may begin with: http, https or both, with a comma between. A redirect may not
    leave them either."""

    ssrf_allowed_networks: NetworksAndHosts = ""
    """Exceptions, with commas between: networks (10.1.0.0/16), addresses and names of hosts
    (minio.internal) that such URLs may lead to although they are not public. Whatever has one of
    these names may be anywhere."""

    ssrf_blocked_networks: Networks = ""
    """Networks and addresses, with commas between, that such URLs may not lead to although they
    are public. Private, loopback, link-local, shared, reserved and multicast ones need not be
    named: they are refused anyway, as are the metadata services of clouds."""

    remote_idle_timeout_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 60.0
    """How long a server that a recording is fetched from may keep silent."""

    remote_timeout_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 3600.0
    """How long it may take to send the whole recording."""
