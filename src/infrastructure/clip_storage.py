"""Making the storage of clips in a bucket, as the settings describe it."""

from datetime import timedelta

from adapters.outbound.storage.s3 import S3ClipStorage
from infrastructure.buckets import opened_bucket
from infrastructure.settings import Settings


def s3_clip_storage(settings: Settings) -> S3ClipStorage:
    resolved = settings.resolved()
    if resolved.scratch_dir is None or settings.s3_bucket is None:
        raise ValueError("a bucket and a scratch folder must be set")
    name, prefix = settings.s3_bucket, settings.s3_prefix
    return S3ClipStorage(
        opened_bucket(settings, name, prefix=prefix),
        scratch=resolved.scratch_dir / "clips",
        public=opened_bucket(settings, name, endpoint=settings.s3_public_endpoint, prefix=prefix),
    )


def link_lifetime(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.presign_ttl)
