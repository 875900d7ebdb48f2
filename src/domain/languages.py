"""The languages that Whisper was trained on, by the code it knows each of them by."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.errors import InvalidOptionError

LANGUAGE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "af": "afrikaans",
        "am": "amharic",
        "ar": "arabic",
        "as": "assamese",
        "az": "azerbaijani",
        "ba": "bashkir",
        "be": "belarusian",
        "bg": "bulgarian",
        "bn": "bengali",
        "bo": "tibetan",
        "br": "breton",
        "bs": "bosnian",
        "ca": "catalan",
        "cs": "czech",
        "cy": "welsh",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian",
        "fi": "finnish",
        "fo": "faroese",
        "fr": "french",
        "gl": "galician",
        "gu": "gujarati",
        "ha": "hausa",
        "haw": "hawaiian",
        "he": "hebrew",
        "hi": "hindi",
        "hr": "croatian",
        "ht": "haitian creole",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "is": "icelandic",
        "it": "italian",
        "ja": "japanese",
        "jw": "javanese",
        "ka": "georgian",
        "kk": "kazakh",
        "km": "khmer",
        "kn": "kannada",
        "ko": "korean",
        "la": "latin",
        "lb": "luxembourgish",
        "ln": "lingala",
        "lo": "lao",
        "lt": "lithuanian",
        "lv": "latvian",
        "mg": "malagasy",
        "mi": "maori",
        "mk": "macedonian",
        "ml": "malayalam",
        "mn": "mongolian",
        "mr": "marathi",
        "ms": "malay",
        "mt": "maltese",
        "my": "myanmar",
        "ne": "nepali",
        "nl": "dutch",
        "nn": "nynorsk",
        "no": "norwegian",
        "oc": "occitan",
        "pa": "punjabi",
        "pl": "polish",
        "ps": "pashto",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sa": "sanskrit",
        "sd": "sindhi",
        "si": "sinhala",
        "sk": "slovak",
        "sl": "slovenian",
        "sn": "shona",
        "so": "somali",
        "sq": "albanian",
        "sr": "serbian",
        "su": "sundanese",
        "sv": "swedish",
        "sw": "swahili",
        "ta": "tamil",
        "te": "telugu",
        "tg": "tajik",
        "th": "thai",
        "tk": "turkmen",
        "tl": "tagalog",
        "tr": "turkish",
        "tt": "tatar",
        "uk": "ukrainian",
        "ur": "urdu",
        "uz": "uzbek",
        "vi": "vietnamese",
        "yi": "yiddish",
        "yo": "yoruba",
        "yue": "cantonese",
        "zh": "chinese",
    }
)
"""Code → English name, as in OpenAI's whisper/tokenizer.py."""

_LONGEST_SHOWN: Final = 40
"""Characters of what a caller took for a language."""
_CODES: Final = MappingProxyType({name: code for code, name in LANGUAGE_NAMES.items()})


@dataclass(frozen=True, slots=True)
class Language:
    """One of the languages of `LANGUAGE_NAMES`."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in LANGUAGE_NAMES:
            raise InvalidOptionError(
                f"unknown language {_short(self.code)!r}; choose one of {', '.join(LANGUAGE_NAMES)}"
            )

    @classmethod
    def named(cls, text: str) -> "Language":
        """The language that a code (`en`), a tag (`en-GB`) or an English name means."""
        plain = text.strip().lower()
        code = plain.replace("_", "-").split("-")[0]
        return cls(_CODES.get(plain, code))

    @property
    def name(self) -> str:
        return LANGUAGE_NAMES[self.code]

    def __str__(self) -> str:
        return self.code


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
