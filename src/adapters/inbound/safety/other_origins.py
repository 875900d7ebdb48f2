"""What pages of other origins may do here, once CORS_ORIGINS lets them."""

from typing import Final

METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
HEADERS: Final = ("*",)
"""Any, for the OpenAI client and tus send headers of their own, and more with each release. The
origin decides; cookies are never taken."""
EXPOSED: Final = (
    "Accept-Ranges",
    "Asr-Engine",
    "Content-Disposition",
    "Content-Range",
    "Hexavox-Clip-Id",
    "Hexavox-Warnings",
    "Idempotency-Replayed",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Tus-Checksum-Algorithm",
    "Tus-Extension",
    "Tus-Max-Size",
    "Tus-Resumable",
    "Tus-Version",
    "Upload-Defer-Length",
    "Upload-Expires",
    "Upload-Length",
    "Upload-Metadata",
    "Upload-Offset",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
    "x-ratelimit-limit-requests",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests",
    "x-should-retry",
)
"""What a page may read of an answer, beyond what any page may."""
