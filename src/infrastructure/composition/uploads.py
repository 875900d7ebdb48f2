"""Recordings that come in by pieces."""

from dependency_injector import providers

from adapters.outbound.storage.partial_uploads import FilesystemPartialUploads
from application.use_cases.uploads.begin_upload import BeginUpload
from application.use_cases.uploads.continue_upload import ContinueUpload
from application.use_cases.uploads.finish_upload import FinishUpload
from application.use_cases.uploads.forget_expired_uploads import ForgetExpiredUploads
from application.use_cases.uploads.give_up_upload import GiveUpUpload
from application.use_cases.uploads.look_at_upload import LookAtUpload
from infrastructure.composition.clips import Clips
from infrastructure.composition.foundation import Foundation
from infrastructure.uploads import upload_lifetime


class Uploads(Clips):
    partial_uploads = providers.Singleton(
        FilesystemPartialUploads, root=Foundation.settings.provided.audio_storage_path
    )
    upload_lifetime = providers.Callable(upload_lifetime, Foundation.settings)
    finish_upload = providers.Factory(FinishUpload, upload_clip=Clips.upload_clip)

    begin_upload = providers.Factory(
        BeginUpload,
        uploads=partial_uploads,
        finish=finish_upload,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        largest_bytes=Foundation.largest_upload,
        kept_for=upload_lifetime,
    )
    continue_upload = providers.Factory(
        ContinueUpload,
        uploads=partial_uploads,
        finish=finish_upload,
        clock=Foundation.clock,
        largest_bytes=Foundation.largest_upload,
        kept_for=upload_lifetime,
    )
    look_at_upload = providers.Factory(
        LookAtUpload, uploads=partial_uploads, finish=finish_upload, clock=Foundation.clock
    )
    give_up_upload = providers.Factory(
        GiveUpUpload, uploads=partial_uploads, clock=Foundation.clock
    )
    forget_expired_uploads = providers.Factory(
        ForgetExpiredUploads, uploads=partial_uploads, clock=Foundation.clock
    )
