"""Text without what engines differ in: capitals, punctuation and spaces."""


def letters_of(text: str) -> str:
    """Letters and digits only."""
    return "".join(filter(str.isalnum, text.casefold()))
