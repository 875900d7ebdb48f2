"""API keys to test with."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from domain.api_key import (
    USUAL_SCOPES,
    ApiKey,
    KeyId,
    Scope,
    Secret,
    digest_of,
    hint_of,
)
from domain.audio_clip import OwnerId
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

ADAS: Final = Secret("hvx_adas-adas-adas-adas-adas-adas-adas-adas-adas")
GRACES: Final = Secret("hvx_graces-graces-graces-graces-graces-graces-")
STRANGERS: Final = Secret("hvx_nobody-nobody-nobody-nobody-nobody-nobody-")


def a_key(
    secret: Secret = ADAS,
    *,
    owner: OwnerId = ADA,
    scopes: frozenset[Scope] = USUAL_SCOPES,
    created_at: datetime = NEW_YEAR,
    expires_at: datetime | None = None,
) -> ApiKey:
    return ApiKey(
        id=KeyId(uuid4()),
        name="laptop",
        owner=owner,
        hint=hint_of(secret),
        digest=digest_of(secret),
        scopes=scopes,
        created_at=created_at,
        expires_at=expires_at,
    )


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}
