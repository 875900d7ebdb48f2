from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from domain.audio_clip import ClipId
from domain.errors import InvalidUploadError
from domain.partial_upload import PartialUpload, UploadId
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

UPLOAD = PartialUpload(
    id=UploadId(uuid4()), owner=ADA, filename="talk.wav", expires_at=NEW_YEAR, length=4
)


def test_an_upload_has_arrived_with_its_last_byte() -> None:
    assert not replace(UPLOAD, offset=3).has_arrived
    assert replace(UPLOAD, offset=4).has_arrived
    assert not replace(UPLOAD, offset=4, length=None).has_arrived


def test_an_upload_is_kept_when_it_is_a_clip() -> None:
    clip_id = ClipId(uuid4())
    assert not UPLOAD.is_kept
    assert UPLOAD.become(clip_id).is_kept
    assert UPLOAD.become(clip_id).clip_id == clip_id


def test_an_upload_expires_at_its_time() -> None:
    assert not UPLOAD.is_expired(NEW_YEAR - timedelta(microseconds=1))
    assert UPLOAD.is_expired(NEW_YEAR)
    assert not UPLOAD.lasting_until(NEW_YEAR + timedelta(days=1)).is_expired(NEW_YEAR)


def test_a_length_that_was_said_stays() -> None:
    assert replace(UPLOAD, length=None).of_length(9).length == 9
    assert UPLOAD.of_length(4) == UPLOAD
    with pytest.raises(InvalidUploadError, match="4 bytes already"):
        UPLOAD.of_length(5)


def test_a_length_cannot_be_less_than_what_has_arrived() -> None:
    with pytest.raises(InvalidUploadError, match="more has arrived"):
        replace(UPLOAD, length=None, offset=5).of_length(4)


@pytest.mark.parametrize("wrong", [{"offset": -1}, {"offset": 5}, {"length": -1}])
def test_an_upload_cannot_contradict_itself(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidUploadError):
        replace(UPLOAD, **wrong)  # type: ignore[arg-type]


def test_the_time_of_expiry_has_a_time_zone() -> None:
    with pytest.raises(InvalidUploadError, match="time zone"):
        UPLOAD.lasting_until(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the mistake
