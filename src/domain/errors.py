"""Rules of the domain that a caller broke.

DomainError
├── InvalidValueError              a value was given something it cannot hold
│   ├── InvalidTimeSpanError
│   ├── InvalidAudioClipError
│   ├── InvalidTranscriptError
│   ├── InvalidUploadError
│   ├── InvalidWebhookError        an address, a secret or a list of events
│   ├── InvalidKeyError            a name, an owner or a time that no key can have
│   ├── InvalidSpeakerError        a name that nobody can have, or too many samples
│   └── InvalidOptionError         an option, or a pair of options, makes no sense
└── IllegalTransitionError         a job was asked to do what its state forbids
"""

from typing import ClassVar


class DomainError(Exception):
    """Base of every error the domain raises; its text is safe to show to a client."""

    advice: ClassVar[str] = ""
    """What the caller can do about it, in one sentence."""


class InvalidValueError(DomainError):
    """A value was given something it cannot hold."""

    advice = "Correct the value and send the request again."


class InvalidTimeSpanError(InvalidValueError):
    """A span must start at or after zero and end after it starts."""


class InvalidAudioClipError(InvalidValueError):
    """The description of an uploaded clip contradicts itself."""


class InvalidTranscriptError(InvalidValueError):
    """The parts of a transcript contradict each other."""


class InvalidUploadError(InvalidValueError):
    """The description of an upload contradicts itself, or what was said of it before."""


class InvalidWebhookError(InvalidValueError):
    """An address that nothing can be sent to, or a webhook that wants no events."""


class InvalidKeyError(InvalidValueError):
    """A name, an owner or a time that no key can have."""

    advice = "Correct the value and try again."


class InvalidSpeakerError(InvalidValueError):
    """A name that nobody can have, or more samples of a voice than anybody needs."""


class InvalidOptionError(InvalidValueError):
    """An option has a value it cannot have, or two options exclude each other."""

    advice = "Send one of the values that the message names, or leave the option out."


class IllegalTransitionError(DomainError):
    """A job was asked to do what its state forbids."""

    advice = "Look at the job's status first; a job that has ended stays as it is."
