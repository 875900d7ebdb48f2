"""Models: which there are, which are here, which are in memory."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from application.errors import CorruptWeightsError, UnknownModelError
from application.ports.progress import ignore_fraction
from application.use_cases.models.evict_idle_models import EvictIdleModels
from application.use_cases.models.manage_models import FetchModel, ListModels, VerifyModel
from tests.fakes.engines import ListedModels


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
