"""The language that a caller names, or leaves to the engine."""

from domain.languages import Language


def language_named(text: str | None) -> Language | None:
    """None for `auto`, for nothing and for blanks. Raises InvalidOptionError."""
    plain = (text or "").strip()
    return None if plain.lower() in {"", "auto"} else Language.named(plain)
