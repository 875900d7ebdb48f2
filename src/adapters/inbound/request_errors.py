"""What is wrong with a request before any use case sees it.

RequestError
├── NotMultipartError        the body is of another type than a form with files
├── MalformedFormError       the body breaks the rules of multipart/form-data
├── LongPartHeaderError      the name of a field or of a file is far too long
├── RepeatedPartError        a part that there can be one of came twice
├── FieldTooLongError        the fields of a form are more than anybody needs
├── UnexpectedBodyError      there is a body where none is read
├── MissingFileError         no part of the form holds the file
├── UnnamedFileError         the part is there, and no file was chosen
├── UnsupportedExtensionError  the name of the file ends in none of those that are taken
├── InvalidFileError         a file is not what its part is for
├── MalformedTusHeaderError  a header of the tus protocol cannot be read
├── TusVersionError          the client speaks another version of it, or none
├── NotUploadBytesError      the body of another type than the next bytes of an upload
├── TwoKeysError             two headers name different API keys
└── MalformedKeyError        the Idempotency-Key cannot be one
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


class LongPartHeaderError(RequestError):
    advice = "Send shorter names of fields and files; what a field says goes into the part itself."


class RepeatedPartError(RequestError):
    advice = "Send one file in each part, and each recording in a request of its own."


class FieldTooLongError(RequestError):
    advice = "Shorten the field that the message names, and send files as parts with a file name."


class UnexpectedBodyError(RequestError):
    advice = (
        "Send the options in the query, as in `POST /api/transcribe?clip_id=...&diarize=false`, "
        "and no body; POST /api/upload+transcribe takes them in a form with the recording."
    )


class MissingFileError(RequestError):
    advice = "Send the recording in the part that the message names."


class UnnamedFileError(RequestError):
    advice = "Choose a file: with curl that is an @ before its name, as in `-F file=@talk.mp3`."


class UnsupportedExtensionError(RequestError):
    advice = "Send a file whose name ends as the message says, or use POST /api/audio."


class InvalidFileError(RequestError):
    advice = "Correct what the message names and send the file again."


class MalformedTusHeaderError(RequestError):
    advice = "Let a tus client send the upload; the protocol is described at https://tus.io."


class TusVersionError(RequestError):
    advice = "Send the header `Tus-Resumable: 1.0.0`, as a tus client does."


class NotUploadBytesError(RequestError):
    advice = "Send the bytes with `Content-Type: application/offset+octet-stream`."


class TwoKeysError(RequestError):
    advice = "Send one API key, as `Authorization: Bearer KEY` or as `X-API-Key: KEY`."


class MalformedKeyError(RequestError):
    advice = "Send a UUID in double quotes, and no more than one, or leave the header out."
