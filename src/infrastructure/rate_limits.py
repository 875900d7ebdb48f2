"""Where requests are counted."""

from adapters.outbound.rate_limits.moving_windows import in_memory, in_redis
from adapters.outbound.rate_limits.redis_or_memory import RedisOrMemory
from application.ports.clock import Clock
from application.ports.rate_limiter import RateLimiter
from infrastructure.limit_settings import is_in_memory


def rate_limiter(place: str, clock: Clock) -> RateLimiter:
    if is_in_memory(place):
        return in_memory()
    return RedisOrMemory(in_redis(place), in_memory(), clock)
