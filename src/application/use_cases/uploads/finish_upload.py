"""From a file that has arrived in full to a clip."""

from dataclasses import dataclass

from application.errors import TooMuchAudioError, UnusableAudioError
from application.ports.partial_uploads import HeldUpload
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from domain.partial_upload import PartialUpload


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishUpload:
    """Keep the file as a clip, and let go of the upload's own bytes.

    Cut off in the middle it can be done again: the same bytes are the same clip. Raises what
    UploadClip raises; what can never be used is forgotten then, and all else is left as it is.
    """

    upload_clip: UploadClip

    async def __call__(self, held: HeldUpload) -> PartialUpload:
        upload = held.state
        command = UploadClipCommand(
            owner=upload.owner, filename=upload.filename, content=held.read()
        )
        try:
            uploaded = await self.upload_clip(command)
        except (UnusableAudioError, TooMuchAudioError):
            await held.delete()
            raise
        await held.save(upload.become(uploaded.clip.id))
        return held.state
