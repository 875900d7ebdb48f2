"""What every command of `hexavox` that needs the service starts with."""

from rich.console import Console

from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings
from infrastructure.logging import configure_logging
from infrastructure.settings import Settings
from infrastructure.variables.watching import LogLevel


def container_for(console: Console) -> Container:
    """The service as the environment describes it, logging to that console. Raises
    SettingsError."""
    settings = read_settings()
    configure_logging(_log_level(settings), console)
    return make_container(settings)


def _log_level(settings: Settings) -> LogLevel:
    """A person sees for themselves what goes well, unless they have asked to be told."""
    asked = settings.debug or "log_level" in settings.model_fields_set
    return settings.least_level if asked else LogLevel.WARNING
