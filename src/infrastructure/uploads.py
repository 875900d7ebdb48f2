"""How long uploads wait for their clients."""

from datetime import timedelta

from infrastructure.settings import Settings


def upload_lifetime(settings: Settings) -> timedelta:
    return timedelta(hours=settings.upload_ttl_hours)
