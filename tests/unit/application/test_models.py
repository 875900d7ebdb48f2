"""Models: which there are, which are here, which are in memory."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.outbound.memory.model_catalog import DEMO_ENTRIES, InMemoryModelCatalog
from application.errors import CorruptWeightsError, UnknownModelError
from application.ports.model_catalog import ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ignore_fraction
from application.use_cases.models.evict_idle_models import EvictIdleModels
from application.use_cases.models.load_model import LoadModel, UnloadModel
from application.use_cases.models.manage_models import FetchModel, ListModels, VerifyModel
from tests.fakes.engines import ListedModels, ScriptedDiarizer, ScriptedTranscriber

ENGLISH_WORD_TIMES = ModelEntry(
    name="en", purpose=ModelPurpose.ALIGN, source=ModelSource.EMBEDDED, is_here=True
)


def test_a_model_is_here_once_it_was_fetched() -> None:
    catalog = InMemoryModelCatalog(folder=Path("weights"))
    told: list[float] = []
    assert FetchModel(catalog=catalog)("base", told.append) == Path("weights/base")
    assert told[-1] == 1
    assert [entry.name for entry in ListModels(catalog=catalog)() if entry.is_here] == ["base"]


def test_damage_is_found_and_mended_by_fetching() -> None:
    catalog = InMemoryModelCatalog()
    fetch, verify = FetchModel(catalog=catalog), VerifyModel(catalog=catalog)
    fetch("base", ignore_fraction)
    catalog.damage("base")
    with pytest.raises(CorruptWeightsError):
        verify("base")
    fetch("base", ignore_fraction)
    verify("base")


def test_an_unknown_model_cannot_be_fetched() -> None:
    with pytest.raises(UnknownModelError):
        FetchModel(catalog=InMemoryModelCatalog())("colossal", ignore_fraction)


def test_models_that_nobody_uses_give_back_their_memory() -> None:
    models = ListedModels(["base", "tiny"])
    assert EvictIdleModels(models=models)(timedelta(minutes=5)) == ["base", "tiny"]
    assert models.asked == [timedelta(minutes=5)]
    assert models.names() == ()


async def test_a_model_of_word_times_is_loaded_when_it_is_needed() -> None:
    catalog = InMemoryModelCatalog([*DEMO_ENTRIES, ENGLISH_WORD_TIMES])
    with ThreadPoolExecutor(1) as threads:
        load = LoadModel(
            catalog=catalog,
            transcriber=ScriptedTranscriber(),
            diarizer=ScriptedDiarizer(),
            threads=threads,
        )
        with pytest.raises(UnknownModelError, match="en is a model of word times"):
            await load("en")


@pytest.mark.parametrize("key", ["align en phonemes", "align en en"])
async def test_a_model_of_word_times_gives_back_its_memory(key: str) -> None:
    catalog = InMemoryModelCatalog([*DEMO_ENTRIES, ENGLISH_WORD_TIMES])
    unload = UnloadModel(catalog=catalog, models=ListedModels([key]))
    assert await unload("en") == [key]
    assert await unload("en") == []
