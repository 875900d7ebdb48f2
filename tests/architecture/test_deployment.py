"""The files in deploy/ name settings that there are, and things that are where they say."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from adapters.inbound.tasks import health
from infrastructure.environment import variable_names
from infrastructure.settings import Settings
from infrastructure.settings_docs import configuration_page

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
COMPOSE: Final = ("docker-compose.yml", "docker-compose.gpu.yml", "docker-compose.scale.yml")
CLUSTER: Final = sorted((DEPLOY / "kubernetes").rglob("*.yaml"))
SETTINGS: Final = {name for field in Settings.model_fields for name in variable_names(field)}
OF_LIBRARIES: Final = set(
    re.findall(r"`([A-Z0-9_]+)`", configuration_page().split("## Variables")[1])
)
OURS: Final = "${HEXAVOX_IMAGE:-hexavox}"
"""The image of a service that reads settings."""


def composed(name: str) -> Mapping[str, Any]:
    document: Mapping[str, Any] = yaml.safe_load((DEPLOY / name).read_text())
    return document


def services(name: str) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = composed(name)["services"]
    return found


def documents(path: Path) -> Iterator[Mapping[str, Any]]:
    yield from yaml.safe_load_all(path.read_text())


def containers(path: Path) -> Iterator[Mapping[str, Any]]:
    for document in documents(path):
        pod = document.get("spec", {}).get("template", {}).get("spec", {})
        yield from [*pod.get("containers", ()), *pod.get("initContainers", ())]


def names_in(path: Path) -> Iterator[str]:
    for document in documents(path):
        if document["kind"] in {"ConfigMap", "Secret"}:
            yield from [*document.get("data", {}), *document.get("stringData", {})]
    for container in containers(path):
        yield from (each["name"] for each in container.get("env", ()))


@pytest.mark.parametrize("name", COMPOSE)
def test_every_variable_of_our_own_containers_is_a_setting(name: str) -> None:
    for service in services(name).values():
        if service.get("image", OURS) == OURS:
            assert set(service["environment"]) <= SETTINGS | OF_LIBRARIES


@pytest.mark.parametrize("path", CLUSTER, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_variable_in_the_cluster_is_a_setting(path: Path) -> None:
    assert set(names_in(path)) <= SETTINGS | OF_LIBRARIES


@pytest.mark.parametrize("name", COMPOSE)
def test_every_variable_of_a_compose_file_is_in_the_example(name: str) -> None:
    example = (DEPLOY / ".env.example").read_text()
    offered = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))
    used = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", (DEPLOY / name).read_text()))
    secrets = composed(name).get("secrets", {}).values()
    assert used | {each["environment"] for each in secrets} <= offered


def test_the_example_has_nothing_that_is_used_nowhere() -> None:
    example = (DEPLOY / ".env.example").read_text()
    offered = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))
    files = "".join((DEPLOY / name).read_text() for name in COMPOSE)
    assert {name for name in offered if name not in files} == set()


@pytest.mark.parametrize("name", COMPOSE)
def test_a_service_waits_for_what_is_there_and_can_say_that_it_is_well(name: str) -> None:
    known = services(name)
    for service in known.values():
        for other, how in service.get("depends_on", {}).items():
            assert other in known
            assert how["condition"] != "service_healthy" or "healthcheck" in known[other]
            ends_by_itself = how["condition"] == "service_completed_successfully"
            assert ends_by_itself == known[other]["restart"].startswith("on-failure")


@pytest.mark.parametrize("name", COMPOSE)
def test_every_volume_is_declared_and_every_mounted_file_is_here(name: str) -> None:
    declared = composed(name).get("volumes", {})
    others = composed("docker-compose.yml")["volumes"]
    for service in services(name).values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (DEPLOY / source).exists(), source
            elif not source.startswith("$"):
                assert source in {*declared, *others}


def test_the_volumes_go_by_the_names_that_people_know() -> None:
    assert "whisperx-cache" in composed("docker-compose.yml")["volumes"]
    assert "whisperx-models-cache" in composed("docker-compose.gpu.yml")["volumes"]


@pytest.mark.parametrize("path", CLUSTER, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_probes_ask_where_somebody_answers(path: Path) -> None:
    answered = {f"{health.router.prefix}/{name}" for name in ("live", "ready")}
    probes = [
        probe["httpGet"]["path"]
        for container in containers(path)
        for name, probe in container.items()
        if name.endswith("Probe")
    ]
    assert set(probes) <= answered


@pytest.mark.parametrize(
    "path",
    sorted((DEPLOY / "kubernetes").rglob("kustomization.yaml")),
    ids=lambda path: path.parent.name,
)
def test_what_a_kustomization_names_is_here(path: Path) -> None:
    (document,) = documents(path)
    patches = [each["path"] for each in document.get("patches", ())]
    for name in [*document["resources"], *patches]:
        assert (path.parent / name).exists(), name


def test_prometheus_and_grafana_read_what_is_here() -> None:
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    scale = services("docker-compose.scale.yml")
    for file in scraped["rule_files"]:
        assert (DEPLOY / "prometheus" / Path(file).name).is_file()
    for job in scraped["scrape_configs"]:
        for found in job.get("dns_sd_configs", ()):
            assert set(found["names"]) <= set(scale)
    assert scale["worker"]["environment"]["WORKER_METRICS_PORT"] == "9101"
    assert list((DEPLOY / "grafana" / "dashboards").glob("*.json"))
