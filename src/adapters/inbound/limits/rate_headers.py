"""What an answer says of quotas.

`RateLimit-Policy` and `RateLimit` are those of draft-ietf-httpapi-ratelimit-headers-10: lists of
names, with `q` requests in `w` seconds, of which `r` are left and the next is free in `t` seconds.
Older clients read the three that begin with X-, of the quota that is tightest; the OpenAI clients
read others of the same kind.
"""

import math
import time
from collections.abc import Iterable, Mapping

from starlette.types import Scope

from adapters.inbound.limits.free_paths import is_openai
from domain.quota import Allowance, Quota, Verdict


def rate_headers(scope: Scope, verdict: Verdict) -> Mapping[str, str]:
    tightest = verdict.tightest
    old = _openai(tightest) if is_openai(scope) else {}
    return {**_drafted(verdict.allowances), **_customary(tightest), **old}


def wait_for(verdict: Verdict) -> int:
    """Whole seconds after which one more request is allowed, unless others come before it."""
    used_up = [each.renewed_in for each in verdict.allowances if each.remaining == 0]
    return max(1, math.ceil(max(used_up, default=0.0)))


def _drafted(allowances: Iterable[Allowance]) -> Mapping[str, str]:
    allowances = tuple(allowances)
    return {
        "RateLimit-Policy": ", ".join(_policy(each.quota) for each in allowances),
        "RateLimit": ", ".join(
            f'"{each.quota.name}";r={each.remaining};t={_seconds(each)}' for each in allowances
        ),
    }


def _policy(quota: Quota) -> str:
    return f'"{quota.name}";q={quota.amount};w={quota.seconds}'


def _customary(tightest: Allowance) -> Mapping[str, str]:
    """The last as a time: seconds since 1970, which is what GitHub made customary."""
    return {
        "X-RateLimit-Limit": str(tightest.quota.amount),
        "X-RateLimit-Remaining": str(tightest.remaining),
        "X-RateLimit-Reset": str(math.ceil(time.time()) + _seconds(tightest)),
    }


def _openai(tightest: Allowance) -> Mapping[str, str]:
    minutes, seconds = divmod(_seconds(tightest), 60)
    return {
        "x-ratelimit-limit-requests": str(tightest.quota.amount),
        "x-ratelimit-remaining-requests": str(tightest.remaining),
        "x-ratelimit-reset-requests": f"{minutes}m{seconds}s" if minutes else f"{seconds}s",
    }


def _seconds(allowance: Allowance) -> int:
    return math.ceil(allowance.renewed_in)
