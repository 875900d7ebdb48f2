"""Ids that stand for nothing, and are the same whenever tests are collected."""

from typing import Final

NOBODYS_ID: Final = "00000000-0000-4000-8000-000000000000"
