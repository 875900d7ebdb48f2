"""hexavox doctor."""

from io import StringIO

from rich.console import Console

from adapters.inbound.cli.doctor import show_models_here
from application.ports.model_catalog import ModelEntry, ModelPurpose, ModelSource


def an_entry(name: str, purpose: ModelPurpose, *, is_here: bool = True) -> ModelEntry:
    return ModelEntry(name=name, purpose=purpose, source=ModelSource.EMBEDDED, is_here=is_here)


def told(*models: ModelEntry) -> str:
    page = StringIO()
    show_models_here(models, Console(file=page, width=200))
    return page.getvalue().strip()


def test_models_that_do_not_transcribe_are_told_with_what_they_are_for() -> None:
    models = (
        an_entry("base", ModelPurpose.TRANSCRIBE),
        an_entry("tiny", ModelPurpose.TRANSCRIBE, is_here=False),
        an_entry("embedded", ModelPurpose.DIARIZE),
        an_entry("en", ModelPurpose.ALIGN),
    )
    assert told(*models) == "Models here: base, embedded (speakers), en (word times)"


def test_where_there_is_none_that_is_told() -> None:
    assert told() == "Models here: none"
