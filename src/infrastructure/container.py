"""The composition root: which adapter stands behind which port."""

from infrastructure.composition.callers import Callers
from infrastructure.composition.doors import Doors
from infrastructure.composition.job_runs import JobRuns
from infrastructure.composition.models import Models
from infrastructure.composition.service import Service
from infrastructure.composition.transcripts import Transcripts
from infrastructure.composition.upkeep import Upkeep
from infrastructure.composition.uploads import Uploads


class Container(Models, Uploads, JobRuns, Transcripts, Callers, Doors, Service, Upkeep):
    """Every part of the composition, under one roof.

    A part says which part a thing comes from, as in `Foundation.clock`. Making a container copies
    all parts at once, so a provider that is overridden in it is so for all that depend on it.
    """
