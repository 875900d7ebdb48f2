"""Telling others how jobs ended, and who is to be told."""

from dependency_injector import providers

from adapters.outbound.notifications.new_secret import new_secret
from application.use_cases.tasks.check_callback import CheckCallback
from application.use_cases.webhooks.announce_end import AnnounceEnd
from application.use_cases.webhooks.deliver_due import DeliverDue
from application.use_cases.webhooks.deliveries import ListDeliveries, ResendDelivery
from application.use_cases.webhooks.get_webhook import GetWebhook, ListWebhooks
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from application.use_cases.webhooks.rotate_secret import RotateSecret
from application.use_cases.webhooks.subscribe import Subscribe, Unsubscribe
from infrastructure import webhooks
from infrastructure.composition.foundation import Foundation
from infrastructure.remote_recordings import address_rules


class Webhooks(Foundation):
    owned_endpoint = providers.Factory(
        OwnedEndpoint, clock=Foundation.clock, new_secret=providers.Object(new_secret)
    )
    announce_end = providers.Factory(
        AnnounceEnd,
        owned=owned_endpoint,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        callback_bodies=providers.Callable(webhooks.callback_bodies),
    )

    callback_addresses = providers.Singleton(
        webhooks.callback_addresses,
        Foundation.settings,
        providers.Callable(address_rules, Foundation.settings),
    )
    callback_targets = providers.Singleton(
        webhooks.callback_targets,
        Foundation.settings,
        providers.Callable(address_rules, Foundation.settings),
    )
    check_callback = providers.Factory(CheckCallback, targets=callback_targets)

    webhook_sender = providers.Singleton(
        webhooks.webhook_sender,
        Foundation.settings,
        providers.Callable(address_rules, Foundation.settings),
    )
    deliver_due = providers.Factory(
        DeliverDue,
        unit_of_work=Foundation.unit_of_work.provider,
        sender=webhook_sender,
        clock=Foundation.clock,
        schedules=providers.Callable(webhooks.schedules, Foundation.settings),
        meter=Foundation.meters,
    )
    list_deliveries = providers.Factory(
        ListDeliveries, unit_of_work=Foundation.unit_of_work.provider, owned=owned_endpoint
    )
    resend_delivery = providers.Factory(
        ResendDelivery, unit_of_work=Foundation.unit_of_work.provider, clock=Foundation.clock
    )

    subscribe = providers.Factory(
        Subscribe,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        new_secret=providers.Object(new_secret),
        addresses=callback_addresses,
    )
    unsubscribe = providers.Factory(Unsubscribe, unit_of_work=Foundation.unit_of_work.provider)
    list_webhooks = providers.Factory(ListWebhooks, unit_of_work=Foundation.unit_of_work.provider)
    get_webhook = providers.Factory(
        GetWebhook, unit_of_work=Foundation.unit_of_work.provider, owned=owned_endpoint
    )
    rotate_secret = providers.Factory(
        RotateSecret,
        unit_of_work=Foundation.unit_of_work.provider,
        owned=owned_endpoint,
        clock=Foundation.clock,
        new_secret=providers.Object(new_secret),
    )
