"""An object store that speaks S3."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from infrastructure.s3_settings import bucket_where_needed, secret_with_its_key
from infrastructure.text_lists import text_list
from infrastructure.variables.reading import StoreUrl, Variables, named

TextList = Annotated[str, AfterValidator(text_list)]


class BucketSettings(Variables):
    s3_endpoint: StoreUrl | None = Field(
        default=None,
        validation_alias=named("S3_ENDPOINT", "STORAGE_ENDPOINT", "SWAMI_STORAGE_ENDPOINT"),
    )
    """The URL of an object store that speaks S3. Unset: Amazon's."""

    s3_public_endpoint: StoreUrl | None = None
    """Its URL as clients know it, for links to recordings. Unset: S3_ENDPOINT."""

    s3_bucket: Annotated[str | None, AfterValidator(bucket_where_needed)] = Field(
        default=None,
        validate_default=True,
        validation_alias=named("S3_BUCKET", "STORAGE_BUCKET", "SWAMI_STORAGE_BUCKET"),
    )
    """The bucket of this service there. It has to exist; a rule in it that removes incomplete
    multipart uploads after a day is a good idea."""

    s3_prefix: str = "clips"
    """What the keys of clips begin with. Two services may share a bucket, but not a prefix: each
    deletes there what its own database does not know."""

    s3_access_key: str | None = Field(
        default=None,
        repr=False,
        validation_alias=named("S3_ACCESS_KEY", "STORAGE_ACCESS_KEY", "SWAMI_STORAGE_ACCESS_KEY"),
    )
    """The key to it. Unset: AWS_ACCESS_KEY_ID, or the identity of the container or the machine."""

    s3_secret_key: Annotated[SecretStr | None, AfterValidator(secret_with_its_key)] = Field(
        default=None,
        validate_default=True,
        repr=False,
        validation_alias=named("S3_SECRET_KEY", "STORAGE_SECRET_KEY", "SWAMI_STORAGE_SECRET_KEY"),
    )
    """The secret that belongs to the key."""

    s3_region: str | None = Field(
        default=None,
        validation_alias=named("S3_REGION", "STORAGE_REGION", "SWAMI_STORAGE_REGION"),
    )
    """The region of the bucket. Unset: AWS_REGION, else us-east-1."""

    presign_ttl: Annotated[int, Field(ge=1, le=604_800)] = 3600
    """How long a link to a recording in the bucket can be used, in seconds."""

    s3_import_buckets: TextList = ""
    """Buckets there, with commas between, from which clients may have recordings fetched by
    s3:// URLs. Unset: none, and s3:// URLs are refused. All clients may read all that is in
    them, so the bucket of this service is not among them unless it is named."""
