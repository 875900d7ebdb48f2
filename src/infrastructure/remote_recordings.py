"""Making what fetches recordings by URL, as the settings allow it."""

from typing import Final

from adapters.outbound.net.address_rules import AddressRules
from adapters.outbound.net.guarded_client import guarded_client
from adapters.outbound.net.http_recordings import HttpRecordings
from adapters.outbound.net.patience import Patience
from adapters.outbound.net.routed_recordings import RoutedRecordings, UnavailableRecordings
from adapters.outbound.net.s3_recordings import S3Recordings
from application.ports.remote_recordings import RemoteRecordings
from infrastructure.buckets import opened_bucket
from infrastructure.settings import Settings
from infrastructure.text_lists import listed

_SET_THIS_FOR_S3: Final = (
    "Recordings at s3:// URLs are not taken here: whoever runs the service would have to name the "
    "buckets in S3_IMPORT_BUCKETS, and say with S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY how "
    "to reach them."
)


def address_rules(settings: Settings) -> AddressRules:
    return AddressRules.of(
        protected=settings.ssrf_protection_enabled,
        schemes=listed(settings.ssrf_allowed_schemes),
        allowed=listed(settings.ssrf_allowed_networks),
        blocked=listed(settings.ssrf_blocked_networks),
    )


def remote_recordings(settings: Settings, rules: AddressRules) -> RemoteRecordings:
    patience = Patience(
        idle=settings.remote_idle_timeout_seconds, overall=settings.remote_timeout_seconds
    )
    client = guarded_client(
        rules, timeout=settings.remote_idle_timeout_seconds, purpose="the URL of a recording"
    )
    over_http = HttpRecordings(client, patience)
    # No connection is kept open, so there is nothing to close.
    return RoutedRecordings(
        {
            **dict.fromkeys(sorted(rules.schemes), over_http),
            "s3": _in_buckets(settings, patience),
        }
    )


def _in_buckets(settings: Settings, patience: Patience) -> RemoteRecordings:
    buckets = listed(settings.s3_import_buckets)
    if not buckets:
        return UnavailableRecordings(_SET_THIS_FOR_S3)
    return S3Recordings({name: opened_bucket(settings, name) for name in buckets}, patience)
