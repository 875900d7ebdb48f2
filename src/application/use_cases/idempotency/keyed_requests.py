"""All that a door does with requests that come with a key."""

from dataclasses import dataclass

from application.use_cases.idempotency.claim_key import ClaimKey
from application.use_cases.idempotency.complete_request import CompleteRequest
from application.use_cases.idempotency.release_key import ReleaseKey
from application.use_cases.idempotency.renew_claim import RenewClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequests:
    """Claim a key; renew the claim as long as it takes; then complete the request or release the
    key."""

    claim: ClaimKey
    renew: RenewClaim
    complete: CompleteRequest
    release: ReleaseKey
