"""Settings that list several things in one line of text."""

import json

from adapters.outbound.net.address_rules import AddressRules


def listed(text: str) -> list[str]:
    """What the text lists, with commas between or as a JSON array of strings."""
    if not text.lstrip().startswith("["):
        return [each.strip() for each in text.split(",") if each.strip()]
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError("what begins with [ has to be a list in JSON") from error
    if not all(isinstance(each, str) for each in found):
        raise ValueError("a list has nothing but text in it")
    return [each.strip() for each in found]


def text_list(text: str) -> str:
    """The same text. Raises ValueError when it lists nothing that could be read, as do all here."""
    listed(text)
    return text


def http_schemes(text: str) -> str:
    AddressRules.of(schemes=listed(text))
    return text


def networks(text: str) -> str:
    AddressRules.of(blocked=listed(text))
    return text


def networks_and_hosts(text: str) -> str:
    AddressRules.of(allowed=listed(text))
    return text
