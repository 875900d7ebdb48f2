"""Opening buckets of the object store that the settings name."""

from obstore.store import S3Store

from adapters.outbound.storage.s3_bucket import open_bucket
from infrastructure.settings import Settings


def opened_bucket(
    settings: Settings, name: str, *, endpoint: str | None = None, prefix: str = ""
) -> S3Store:
    """`endpoint` is by what else than S3_ENDPOINT the store is known to whoever uses this."""
    secret = settings.s3_secret_key
    return open_bucket(
        name,
        prefix=prefix,
        endpoint=endpoint or settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret else None,
    )
