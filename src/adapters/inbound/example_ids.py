"""Ids in the examples of the OpenAPI document: the same thing has the same one everywhere."""

from typing import Final

CLIP_ID: Final = "5f0f4a8e-6b1c-4c43-9d1c-0d9f6f5d2a11"
JOB_ID: Final = "0b1f7c1e-93e5-4f0e-a1f3-4b3f0f8c2d77"
SPEAKER_ID: Final = "0c8f2d0e-8a5e-4f0a-9d5b-3a4c1f6e7b21"
UPLOAD_ID: Final = "9d3c5a70-2e41-4b8f-8c16-f7e0b3a4d592"
WEBHOOK_ID: Final = "3e7a9b14-c0d5-4f62-b8e1-5a6d2c9f8073"
DELIVERY_ID: Final = "c4d81f26-7b3e-4a95-a0f2-1e8b6d5c3a49"
