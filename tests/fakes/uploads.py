"""The use cases of resumable uploads over a service in memory, and a folder for the bytes."""

from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Final, Self
from uuid import uuid4

from adapters.outbound.storage.partial_uploads import FilesystemPartialUploads
from application.ports.partial_uploads import PartialUploads
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.uploads.begin_upload import BeginUpload
from application.use_cases.uploads.continue_upload import ContinueUpload
from application.use_cases.uploads.finish_upload import FinishUpload
from application.use_cases.uploads.forget_expired_uploads import ForgetExpiredUploads
from application.use_cases.uploads.give_up_upload import GiveUpUpload
from application.use_cases.uploads.look_at_upload import LookAtUpload
from tests.fakes.clock import FakeClock
from tests.fakes.service import LARGEST, Service

KEPT_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class UploadUseCases:
    begin_upload: BeginUpload
    continue_upload: ContinueUpload
    look_at_upload: LookAtUpload
    give_up_upload: GiveUpUpload
    forget_expired_uploads: ForgetExpiredUploads

    @classmethod
    def over(
        cls, service: Service, clock: FakeClock, folder: Path, *, patience: float = 60.0
    ) -> Self:
        uploads: PartialUploads = FilesystemPartialUploads(folder, patience=patience)
        finish = FinishUpload(
            upload_clip=UploadClip(
                storage=service.storage,
                decoder=service.decoder,
                unit_of_work=service.unit_of_work,
                clock=clock,
                new_id=uuid4,
                largest_bytes=LARGEST,
            )
        )
        return cls(
            begin_upload=BeginUpload(
                uploads=uploads,
                finish=finish,
                clock=clock,
                new_id=uuid4,
                largest_bytes=LARGEST,
                kept_for=KEPT_FOR,
            ),
            continue_upload=ContinueUpload(
                uploads=uploads,
                finish=finish,
                clock=clock,
                largest_bytes=LARGEST,
                kept_for=KEPT_FOR,
            ),
            look_at_upload=LookAtUpload(uploads=uploads, finish=finish, clock=clock),
            give_up_upload=GiveUpUpload(uploads=uploads, clock=clock),
            forget_expired_uploads=ForgetExpiredUploads(uploads=uploads, clock=clock),
        )

    def by_name(self) -> dict[str, object]:
        """As a container has them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
