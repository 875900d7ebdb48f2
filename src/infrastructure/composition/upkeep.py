"""Keeping no more than is to be kept, and mending what a crash left."""

from dependency_injector import providers

from application.use_cases.upkeep.count_expired import CountExpired
from application.use_cases.upkeep.mend_storage import MendStorage
from application.use_cases.upkeep.purge_expired import PurgeExpired
from infrastructure.composition.foundation import Foundation
from infrastructure.retention import retention_policy


class Upkeep(Foundation):
    mend_storage = providers.Factory(
        MendStorage,
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
    )

    retention_policy = providers.Callable(retention_policy, Foundation.settings)
    purge_expired = providers.Factory(
        PurgeExpired,
        policy=retention_policy,
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
    )
    count_expired = providers.Factory(
        CountExpired,
        policy=retention_policy,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
    )
