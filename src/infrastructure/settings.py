"""Everything that can be set from the environment."""

from infrastructure.variables.answers import AnswerSettings
from infrastructure.variables.bucket import BucketSettings
from infrastructure.variables.callers import CallerSettings
from infrastructure.variables.engines import EngineSettings
from infrastructure.variables.incoming import IncomingSettings
from infrastructure.variables.jobs import JobSettings
from infrastructure.variables.memory import MemorySettings
from infrastructure.variables.places import PlaceSettings
from infrastructure.variables.retention import RetentionSettings
from infrastructure.variables.serving import ServingSettings
from infrastructure.variables.watching import WatchingSettings


# From the last to the first: pydantic takes fields in that order, which is the order of the
# documents, and one that is checked against another has to come after it.
class Settings(
    WatchingSettings,
    AnswerSettings,
    MemorySettings,
    RetentionSettings,
    CallerSettings,
    BucketSettings,
    IncomingSettings,
    JobSettings,
    EngineSettings,
    PlaceSettings,
    ServingSettings,
):
    """All variables, by what they are about; frozen."""
