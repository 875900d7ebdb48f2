"""What is wrong with a request before any use case sees it.

RequestError
├── NotMultipartError        the body is of another type than a form with files
├── MalformedFormError       the body breaks the rules of multipart/form-data
├── MissingFileError         no part of the form holds the file
└── UnnamedFileError         the part is there, and no file was chosen
"""

from typing import ClassVar


class RequestError(Exception):
    """Base of every error that a door raises itself; its text is safe to show to a client."""

    advice: ClassVar[str] = ""
    """What the caller can do about it, in one sentence."""


class NotMultipartError(RequestError):
    advice = "Send the recording as multipart/form-data, as `curl -F` does."


class MalformedFormError(RequestError):
    advice = (
        "Let an HTTP library build the form, and set no Content-Type header yourself: "
        "the library adds the boundary to it."
    )


class MissingFileError(RequestError):
    advice = "Send the recording in the part that the message names."


class UnnamedFileError(RequestError):
    advice = "Choose a file: with curl that is an @ before its name, as in `-F file=@talk.mp3`."
