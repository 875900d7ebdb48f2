"""What any catalogue of models promises."""

from collections.abc import Callable

import pytest

from application.errors import (
    CorruptWeightsError,
    ModelNotFoundError,
    ModelStaysError,
    ModelUnavailableError,
    UnknownModelError,
)
from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ignore_fraction


class ModelCatalogContract:
    """For a catalogue that defaults to `base`, embedded and not here yet; `large-v3-turbo` is on
    a hub that cannot be reached. `damage` spoils a model that has been fetched."""

    def test_no_name_stands_for_the_default(self, catalog: ModelCatalog) -> None:
        assert [catalog.canonical_name(each) for each in (None, "", "auto")] == ["base"] * 3

    def test_a_nickname_stands_for_one_name(self, catalog: ModelCatalog) -> None:
        assert catalog.canonical_name("turbo") == "large-v3-turbo"

    def test_a_canonical_name_stands_for_itself(self, catalog: ModelCatalog) -> None:
        assert catalog.canonical_name("large-v3-turbo") == "large-v3-turbo"

    def test_an_unknown_name_is_refused_and_the_right_ones_are_named(
        self, catalog: ModelCatalog
    ) -> None:
        with pytest.raises(UnknownModelError, match=r"'bsae'.*base.*large-v3-turbo"):
            catalog.canonical_name("bsae")

    def test_clients_are_offered_what_the_catalogue_names(self, catalog: ModelCatalog) -> None:
        names = [None, "", "auto", "whisper-1", "base", "turbo"]
        assert [catalog.offered_name(name) for name in names] == ["base"] * 5 + ["large-v3-turbo"]

    @pytest.mark.parametrize(
        "name",
        ["/", "/etc", "..", "../base", "./base", ".base", "~/base", "~nobody-at-all/x", "a/../b",
         "a/b/c", r"C:\models\base", r"\\server\base", "base\0", "someone/whisper-of-theirs",
         "pyannote/speaker-diarization-3.1", "embedded", "x" * 5000],
    )  # fmt: skip
    def test_clients_are_offered_nothing_else(self, catalog: ModelCatalog, name: str) -> None:
        with pytest.raises(UnknownModelError, match=r"Choose one of: .*base.*large-v3-turbo"):
            catalog.offered_name(name)

    def test_a_model_that_tells_speakers_apart_does_not_transcribe(
        self, catalog: ModelCatalog
    ) -> None:
        with pytest.raises(UnknownModelError):
            catalog.canonical_name("embedded")
        with pytest.raises(UnknownModelError):
            catalog.locate("base", ModelPurpose.DIARIZE)

    def test_each_model_is_listed_once(self, catalog: ModelCatalog) -> None:
        names = [entry.name for entry in catalog.entries()]
        assert len(names) == len(set(names))
        assert {"base", "large-v3-turbo", "embedded"} <= set(names)

    def test_every_listed_name_is_canonical(self, catalog: ModelCatalog) -> None:
        entries = catalog.entries()
        names = [each.name for each in entries if each.purpose is ModelPurpose.TRANSCRIBE]
        assert [catalog.canonical_name(name) for name in names] == names

    def test_an_embedded_model_is_listed_before_it_is_here(self, catalog: ModelCatalog) -> None:
        assert (entry(catalog, "base").source, entry(catalog, "base").is_here) == (
            ModelSource.EMBEDDED,
            False,
        )

    def test_a_fetched_model_is_here(self, catalog: ModelCatalog) -> None:
        catalog.fetch("base", ignore_fraction)
        assert entry(catalog, "base").is_here
        catalog.verify("base")

    def test_a_model_is_located_where_it_was_fetched_to(self, catalog: ModelCatalog) -> None:
        fetched = catalog.fetch("base", ignore_fraction)
        assert catalog.locate("base", ModelPurpose.TRANSCRIBE) == fetched

    def test_a_model_has_a_source_here_once_it_is_fetched(self, catalog: ModelCatalog) -> None:
        assert catalog.source_here("base", ModelPurpose.TRANSCRIBE) is None
        catalog.fetch("base", ignore_fraction)
        source = catalog.source_here("base", ModelPurpose.TRANSCRIBE)
        assert source is ModelSource.EMBEDDED
        assert catalog.source_here("base", ModelPurpose.ALIGN) is None
        assert catalog.source_here("no-such", ModelPurpose.ALIGN) is None

    def test_locating_an_embedded_model_brings_it_here(self, catalog: ModelCatalog) -> None:
        catalog.locate("base", ModelPurpose.TRANSCRIBE)
        assert entry(catalog, "base").is_here

    def test_nothing_stands_in_the_way_of_a_model_that_is_here_or_may_be_fetched(
        self, catalog: ModelCatalog
    ) -> None:
        assert catalog.problem("base", ModelPurpose.TRANSCRIBE) is None
        assert not entry(catalog, "base").is_here
        catalog.fetch("base", ignore_fraction)
        assert catalog.problem("base", ModelPurpose.TRANSCRIBE) is None

    def test_a_model_for_another_purpose_is_a_problem(self, catalog: ModelCatalog) -> None:
        assert "base" in (catalog.problem("base", ModelPurpose.DIARIZE) or "")

    def test_a_model_is_fetched_by_its_nickname_too(self, catalog: ModelCatalog) -> None:
        assert catalog.fetch("auto", ignore_fraction) == catalog.fetch("base", ignore_fraction)

    def test_fetching_reports_from_nothing_to_all(self, catalog: ModelCatalog) -> None:
        reported: list[float] = []
        catalog.fetch("base", reported.append)
        assert (reported[0], reported[-1]) == (0.0, 1.0)
        assert reported == sorted(reported)

    def test_a_model_that_is_not_here_cannot_be_verified(self, catalog: ModelCatalog) -> None:
        for name in ("base", "large-v3-turbo"):
            with pytest.raises(ModelUnavailableError):
                catalog.verify(name)

    def test_a_model_on_an_unreachable_hub_is_unavailable(self, catalog: ModelCatalog) -> None:
        with pytest.raises(ModelUnavailableError, match="large-v3-turbo"):
            catalog.locate("large-v3-turbo", ModelPurpose.TRANSCRIBE)
        with pytest.raises(ModelUnavailableError):
            catalog.fetch("large-v3-turbo", ignore_fraction)

    def test_an_unknown_model_can_be_neither_fetched_nor_verified(
        self, catalog: ModelCatalog
    ) -> None:
        with pytest.raises(UnknownModelError):
            catalog.fetch("bsae", ignore_fraction)
        with pytest.raises(UnknownModelError):
            catalog.verify("bsae")

    def test_only_what_was_fetched_from_a_hub_is_deleted(self, catalog: ModelCatalog) -> None:
        with pytest.raises(ModelNotFoundError, match="large-v3-turbo"):
            catalog.remove("large-v3-turbo")
        with pytest.raises(ModelNotFoundError, match="base"):
            catalog.remove("base")
        catalog.fetch("base", ignore_fraction)
        with pytest.raises(ModelStaysError, match="base"):
            catalog.remove("base")
        assert entry(catalog, "base").is_here
        with pytest.raises(UnknownModelError):
            catalog.remove("bsae")

    def test_damage_is_found_and_fetching_mends_it(
        self, catalog: ModelCatalog, damage: Callable[[str], None]
    ) -> None:
        catalog.fetch("base", ignore_fraction)
        damage("base")
        with pytest.raises(CorruptWeightsError):
            catalog.verify("base")
        catalog.fetch("base", ignore_fraction)
        catalog.verify("base")


def entry(catalog: ModelCatalog, name: str) -> ModelEntry:
    return next(each for each in catalog.entries() if each.name == name)
