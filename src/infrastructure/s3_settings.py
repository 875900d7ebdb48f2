"""What the settings of an object store have to say together."""

from pydantic import SecretStr, ValidationInfo


def bucket_where_needed(bucket: str | None, info: ValidationInfo) -> str | None:
    if bucket is None and info.data.get("clip_storage") == "s3":
        raise ValueError("CLIP_STORAGE=s3 needs the name of a bucket")
    return bucket


def secret_with_its_key(secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    if (secret is None) != (info.data.get("s3_access_key") is None):
        raise ValueError("S3_ACCESS_KEY and S3_SECRET_KEY go together: set both or neither")
    return secret
