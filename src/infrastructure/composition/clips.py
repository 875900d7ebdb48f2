"""Recordings: coming in as a file or by URL, looked at, and given out again."""

from dependency_injector import providers

from application.use_cases.clips.get_clip import GetClip, ListClips
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.link_clip import LinkClip
from application.use_cases.clips.read_clip import ReadClip
from application.use_cases.clips.upload_clip import UploadClip
from infrastructure.clip_storage import link_lifetime
from infrastructure.composition.foundation import Foundation
from infrastructure.remote_recordings import address_rules, remote_recordings


class Clips(Foundation):
    upload_clip = providers.Factory(
        UploadClip,
        storage=Foundation.clip_storage,
        decoder=Foundation.decoder,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        largest_bytes=Foundation.largest_upload,
        meter=Foundation.meters,
    )
    remote_recordings = providers.Singleton(
        remote_recordings,
        Foundation.settings,
        providers.Callable(address_rules, Foundation.settings),
    )
    import_clip = providers.Factory(ImportClip, recordings=remote_recordings, upload=upload_clip)

    get_clip = providers.Factory(GetClip, unit_of_work=Foundation.unit_of_work.provider)
    list_clips = providers.Factory(ListClips, unit_of_work=Foundation.unit_of_work.provider)
    read_clip = providers.Factory(ReadClip, storage=Foundation.clip_storage)
    link_clip = providers.Factory(
        LinkClip,
        links=Foundation.clip_links,
        storage=Foundation.clip_storage,
        clock=Foundation.clock,
        lasting=providers.Callable(link_lifetime, Foundation.settings),
    )
