"""Who may ask, how often, and what is answered to a request that comes again."""

from datetime import timedelta

from dependency_injector import providers

from adapters.outbound.key_secrets import new_key_secret
from application.use_cases.idempotency.claim_key import ClaimKey
from application.use_cases.idempotency.complete_request import CompleteRequest
from application.use_cases.idempotency.keyed_requests import KeyedRequests
from application.use_cases.idempotency.release_key import ReleaseKey
from application.use_cases.idempotency.renew_claim import RenewClaim
from application.use_cases.keys.check_key import CheckKey
from application.use_cases.keys.manage_keys import CreateKey, ForgetKey, ListKeys, RevokeKey
from infrastructure.api_keys import known_keys
from infrastructure.composition.foundation import Foundation
from infrastructure.rate_limits import rate_limiter


class Callers(Foundation):
    known_keys = providers.Singleton(
        known_keys,
        Foundation.settings.provided.api_keys,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
    )
    check_key = providers.Factory(CheckKey, keys=known_keys, clock=Foundation.clock)
    create_key = providers.Factory(
        CreateKey,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        new_secret=providers.Object(new_key_secret),
    )
    list_keys = providers.Factory(ListKeys, unit_of_work=Foundation.unit_of_work.provider)
    revoke_key = providers.Factory(
        RevokeKey, unit_of_work=Foundation.unit_of_work.provider, clock=Foundation.clock
    )
    forget_key = providers.Factory(ForgetKey, unit_of_work=Foundation.unit_of_work.provider)

    rate_limiter = providers.Singleton(
        rate_limiter, place=Foundation.settings.provided.rate_limit_storage, clock=Foundation.clock
    )

    keyed_requests = providers.Factory(
        KeyedRequests,
        claim=providers.Factory(
            ClaimKey,
            unit_of_work=Foundation.unit_of_work.provider,
            runners=Foundation.runners,
            clock=Foundation.clock,
            new_id=Foundation.new_id,
        ),
        renew=providers.Factory(
            RenewClaim, unit_of_work=Foundation.unit_of_work.provider, clock=Foundation.clock
        ),
        complete=providers.Factory(
            CompleteRequest,
            unit_of_work=Foundation.unit_of_work.provider,
            clock=Foundation.clock,
            keep_for=providers.Callable(
                timedelta, hours=Foundation.settings.provided.idempotency_ttl_hours
            ),
        ),
        release=providers.Factory(ReleaseKey, unit_of_work=Foundation.unit_of_work.provider),
    )
