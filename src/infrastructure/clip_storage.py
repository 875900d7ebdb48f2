"""Making the storage of clips in a bucket, as the settings describe it."""

from datetime import timedelta

from obstore.store import S3Store

from adapters.outbound.storage.s3 import S3ClipStorage
from adapters.outbound.storage.s3_bucket import open_bucket
from infrastructure.settings import Settings


def s3_clip_storage(settings: Settings) -> S3ClipStorage:
    resolved = settings.resolved()
    if resolved.scratch_dir is None or settings.s3_bucket is None:
        raise ValueError("a bucket and a scratch folder must be set")
    return S3ClipStorage(
        _opened(settings, settings.s3_bucket, endpoint=settings.s3_endpoint),
        scratch=resolved.scratch_dir / "clips",
        public=_opened(
            settings,
            settings.s3_bucket,
            endpoint=settings.s3_public_endpoint or settings.s3_endpoint,
        ),
    )


def link_lifetime(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.presign_ttl)


def _opened(settings: Settings, bucket: str, *, endpoint: str | None) -> S3Store:
    secret = settings.s3_secret_key
    return open_bucket(
        bucket,
        prefix=settings.s3_prefix,
        endpoint=endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret else None,
    )
