"""/api/uploads: files that come in as many goes as their line makes necessary (tus 1.0.0, with
creation, creation-with-upload, creation-defer-length, termination, expiration and checksum).

`tuspyserver` 4.4.3 was tried and turned down: it keeps the offset apart from the bytes and writes
it when a request ends, so that after a `kill -9` HEAD says too little and the next PATCH leaves the
file with bytes twice; a second PATCH stops the event loop for 30 s while it waits for the lock; and
what completion answers cannot be told to the client.

Partial bytes lie on the server that took them: behind a balancer all requests of one upload have to
reach the same one, unless AUDIO_STORAGE_PATH is a folder that they share. A client in a browser of
another origin needs CORS that exposes Location, Hexavox-Clip-Id, Tus-* and Upload-*; that is the
matter of the application, or of the proxy before it.
"""

from fastapi import APIRouter

from adapters.inbound.rest.tus import beginning, continuing

router = APIRouter()
router.include_router(beginning.router)
router.include_router(continuing.router)
