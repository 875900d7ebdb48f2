"""What each layer may know, and how its modules are written."""

import ast
import importlib
import inspect
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

import pytest

import application.ports

ROOT: Final = Path(__file__).parents[2]
SRC: Final = ROOT / "src"
LAYERS: Final = ("domain", "application", "adapters", "infrastructure")
KNOWN_BESIDES_THE_STANDARD_LIBRARY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "domain": frozenset({"domain"}),
        "application": frozenset({"application", "domain", "numpy"}),
    }
)
SAYS_NOTHING: Final = frozenset(
    {"utils", "util", "helpers", "helper", "common", "base", "misc", "types", "shared", "core"}
)


def modules_of(*parts: str) -> list[Path]:
    return sorted(SRC.joinpath(*parts).rglob("*.py"))


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


def imports_of(module: Path) -> Iterator[str]:
    """The top-level packages that a module names, wherever in it."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_ours_and_not_a_package_of_the_same_name(layer: str) -> None:
    origin = importlib.import_module(layer).__file__
    assert origin is not None
    assert Path(origin).is_relative_to(SRC)


@pytest.mark.parametrize("module", [*modules_of("domain"), *modules_of("application")], ids=name_of)
def test_the_core_needs_hardly_more_than_the_standard_library(module: Path) -> None:
    known = KNOWN_BESIDES_THE_STANDARD_LIBRARY[module.relative_to(SRC).parts[0]]
    assert set(imports_of(module)) <= sys.stdlib_module_names | known


@pytest.mark.parametrize("module", modules_of(), ids=name_of)
def test_a_module_opens_by_saying_what_it_is(module: Path) -> None:
    tree = tree_of(module)
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("module", modules_of(), ids=name_of)
def test_a_module_is_named_after_its_idea(module: Path) -> None:
    assert SAYS_NOTHING.isdisjoint(module.relative_to(SRC).with_suffix("").parts)


@pytest.mark.parametrize("module", modules_of(), ids=name_of)
def test_no_import_is_for_the_type_checker_alone(module: Path) -> None:
    assert "TYPE_CHECKING" not in module.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", modules_of("adapters", "inbound"), ids=name_of)
def test_annotations_are_there_for_the_framework_to_read(module: Path) -> None:
    assert "__future__" not in set(imports_of(module))


def test_every_door_is_in_the_contract_that_keeps_doors_apart() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    apart = next(each["modules"] for each in contracts if each["name"].startswith("Doors"))
    doors = SRC.joinpath("adapters", "inbound").glob("*/__init__.py")
    assert sorted(apart) == sorted(f"adapters.inbound.{door.parent.name}" for door in doors)


def ports() -> list[type]:
    """Every Protocol that the application declares for adapters to keep."""
    package = application.ports
    names = [name for _, name, _ in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
    declared = {
        kind
        for name in names
        for _, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if kind.__module__ == name and Protocol in kind.__bases__
    }
    return sorted(declared, key=lambda kind: kind.__qualname__)


def test_the_ports_are_found() -> None:
    assert {"AudioDecoder", "ClipStorage", "Diarizer", "JobEngine", "UnitOfWork"} <= {
        port.__name__ for port in ports()
    }


@pytest.mark.parametrize("port", ports(), ids=lambda port: port.__name__)
def test_an_adapter_that_leaves_out_a_method_of_its_port_cannot_be_made(port: type) -> None:
    machinery = vars(type("Empty", (Protocol,), {})).keys()
    promised = {
        name
        for name, member in vars(port).items()
        if (inspect.isfunction(member) or isinstance(member, property)) and name not in machinery
    }
    assert promised <= getattr(port, "__abstractmethods__", frozenset())
