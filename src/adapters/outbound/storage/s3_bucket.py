"""Reaching a bucket of Amazon S3, or of whatever speaks its protocol.

With obstore, for the reasons in docs/adr/0008-clips-in-s3.md.
"""

from datetime import timedelta
from typing import Any, Final

from obstore.store import S3Store

_TO_CONNECT: Final = timedelta(seconds=5)
_OF_SILENCE: Final = timedelta(seconds=60)
"""A part of an upload has to be through in that time too: 8 MiB need 1.1 Mbit/s."""
_FOR_ALL: Final = timedelta(days=1)
"""A stream lasts as long as its reader takes; the library's own limit is 30 s."""
_BETWEEN_TRIES: Final = timedelta(milliseconds=200)
_OF_TRYING: Final = timedelta(seconds=30)


def open_bucket(
    name: str,
    *,
    prefix: str = "",
    endpoint: str | None = None,
    region: str | None = None,
    access_key: str | None = None,
    secret_key: str | None = None,
    retries: int = 4,
) -> S3Store:
    """Nothing is sent yet. What is None comes from where AWS's own tools look for it: the AWS_
    variables, then the identity of the container or of the machine."""
    given = {
        "endpoint": endpoint.rstrip("/") if endpoint else None,
        "region": region,
        "access_key_id": access_key,
        "secret_access_key": secret_key,
    }
    config: Any = {key: value for key, value in given.items() if value is not None}
    return S3Store(
        name,
        prefix=prefix.strip("/") or None,
        config=config,
        client_options={
            "allow_http": True,  # whoever writes http:// in the endpoint means it
            "connect_timeout": _TO_CONNECT,
            "read_timeout": _OF_SILENCE,
            "timeout": _FOR_ALL,
        },
        retry_config={
            "max_retries": retries,
            "retry_timeout": _OF_TRYING,
            "backoff": {"init_backoff": _BETWEEN_TRIES},
        },
    )
