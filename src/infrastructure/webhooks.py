"""Making what sends webhooks, as the settings allow it."""

from collections.abc import Mapping
from datetime import timedelta

from adapters.inbound.serverless.callback import run_as_message
from adapters.outbound.net.address_guard import AddressGuard
from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.net.name_lookup import SystemLookup
from adapters.outbound.notifications.guarded_callback_addresses import GuardedCallbackAddresses
from adapters.outbound.notifications.http_callback_targets import HttpCallbackTargets
from adapters.outbound.notifications.http_webhook_sender import HttpWebhookSender
from application.use_cases.tasks.task_callback import task_callback
from application.use_cases.webhooks.event_bodies import CALLBACK_BODIES, BodyOf
from domain.callback import CallbackStyle
from domain.delivery_schedule import Schedules, delivery_schedules
from infrastructure.settings import Settings


def webhook_sender(settings: Settings, rules: AddressRules) -> HttpWebhookSender:
    """It keeps no connection open, so there is nothing to close."""
    seconds = settings.callback_timeout
    client = guarded_client(rules, timeout=seconds, purpose="a webhook")
    return HttpWebhookSender(client, patience=timedelta(seconds=seconds))


def callback_targets(settings: Settings, rules: AddressRules) -> HttpCallbackTargets:
    seconds = settings.callback_timeout
    client = guarded_client(rules, timeout=seconds, purpose="a callback_url")
    return HttpCallbackTargets(client, patience=timedelta(seconds=seconds))


def callback_addresses(settings: Settings, rules: AddressRules) -> GuardedCallbackAddresses:
    patience = timedelta(seconds=settings.callback_timeout)
    return GuardedCallbackAddresses(
        AddressGuard(rules, SystemLookup(), purpose="the address of a webhook"), patience=patience
    )


def callback_bodies() -> Mapping[CallbackStyle, BodyOf]:
    return {
        **CALLBACK_BODIES,
        CallbackStyle.TASK: task_callback,
        CallbackStyle.RUN: run_as_message,
    }


def schedules(settings: Settings) -> Schedules:
    return delivery_schedules(task_tries=settings.callback_max_retries)
