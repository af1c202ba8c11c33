"""environment.yml, pyproject.toml and the pinned lists say the same."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

# Packages that conda-forge keeps under another name. Under its own name it has, for these,
# another package (igraph there is the C library) or more than is needed.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "igraph": "python-igraph"}
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?P<rest>.*)$")


@pytest.fixture(scope="module")
def pyproject(project: Path) -> dict:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def environment(project: Path) -> dict:
    return yaml.safe_load((project / "environment.yml").read_text(encoding="utf-8"))


def declared(requirements: list[str]) -> dict[str, str]:
    """Map each package's canonical name to its bound, extras left out."""
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(one.name): str(one.specifier) for one in parsed}


def conda_side(environment: dict) -> dict[str, str]:
    """Map each package of environment.yml to its bound, under its name in the Python index."""
    back = {conda: pypi for pypi, conda in CONDA_NAMES.items()}
    specs, pip = [], []
    for entry in environment["dependencies"]:
        if isinstance(entry, dict):
            pip += [text for text in entry["pip"] if not text.startswith("-")]
        else:
            specs.append(MatchSpec(entry))
    names = {spec.name.normalized: str(spec.version or "") for spec in specs}
    for own in ("python", "pip"):
        del names[own]
    other = {name: f"{name} of conda-forge" for name in CONDA_NAMES}
    found = {back.get(name, other.get(name, name)): bound for name, bound in names.items()}
    return {**found, **declared(pip)}


def pins(path: Path) -> dict[str, set[str]]:
    """Map each package of a pinned list to its versions (some differ by Python version)."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(match["name"], set()).add(match["version"])
    return found


def undeclared(folder: Path, declared_names: set[str]) -> set[str]:
    """Return what the modules in ``folder`` import from packages that pyproject does not name."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(n.module) for n in nodes if isinstance(n, ast.ImportFrom) and not n.level}
    roots = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)
    owners = packages_distributions()
    return {
        name
        for name in roots - {"crossread"}
        if not declared_names & {canonicalize_name(owner) for owner in owners.get(name, ())}
    }


def test_every_package_that_crossread_imports_is_declared(pyproject, project):
    extras = [text for extra in pyproject["optional-dependencies"].values() for text in extra]
    names = set(declared(pyproject["dependencies"] + extras))
    assert undeclared(project / "crossread", names) == set()
    assert undeclared(project / "crossread", names - {"pyyaml"}) == {"yaml"}


def test_conda_users_get_the_names_and_bounds_of_pyproject(pyproject, environment):
    assert conda_side(environment) == declared(pyproject["dependencies"])


@pytest.mark.parametrize(
    ("old", "new"),
    [("rich >=13.9", "rich >=13.8"), ("- python-igraph", "- igraph"), ("fsrs", "fsrx")],
)
def test_a_changed_bound_or_name_would_be_noticed(pyproject, project, old, new):
    text = (project / "environment.yml").read_text(encoding="utf-8")
    assert old in text
    changed = yaml.safe_load(text.replace(old, new))
    assert conda_side(changed) != declared(pyproject["dependencies"])


def test_conda_users_get_the_same_python_floor_and_this_checkout(pyproject, environment):
    specs = [MatchSpec(entry) for entry in environment["dependencies"] if isinstance(entry, str)]
    floor = next(str(spec.version) for spec in specs if spec.name.normalized == "python")
    assert floor == pyproject["requires-python"].replace(" ", "")
    assert environment["channels"][0] == "conda-forge"
    assert "--editable ." in environment["dependencies"][-1]["pip"]


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt"])
def test_every_dependency_is_pinned_within_its_bound(project, pyproject, name):
    wanted = [Requirement(text) for text in pyproject["dependencies"]]
    if name == "constraints-test.txt":
        for extra in pyproject["optional-dependencies"].values():
            wanted += [Requirement(text) for text in extra]
    held = pins(project / name)
    for one in wanted:
        versions = held.get(canonicalize_name(one.name))
        assert versions, f"{name} lacks {one.name}: compile it again with the command in its head"
        assert all(one.specifier.contains(version) for version in versions), one


def test_the_test_list_holds_the_runtime_list_version_by_version(project):
    test = pins(project / "constraints-test.txt")
    for name, versions in pins(project / "constraints.txt").items():
        assert test.get(name) == versions, name


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt"])
def test_every_pin_has_hashes_and_no_list_names_an_address(project, name):
    text = (project / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9-]+==)", text)[1:]
    assert len(blocks) > 80
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"://|--(extra-)?index-url \S|--find-links \S|^-e |@ file", text, re.M)


def test_the_build_backend_is_in_the_list_so_that_nothing_else_is_downloaded(project, pyproject):
    whole = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    [backend] = [Requirement(text) for text in whole["build-system"]["requires"]]
    [listed] = [Requirement(text) for text in whole["dependency-groups"]["build"]]
    assert backend == listed
    assert canonicalize_name(backend.name) in pins(project / "constraints.txt")


def test_the_citation_names_the_version_of_the_package(project, pyproject):
    citation = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == pyproject["version"]
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    assert " AND ".join(citation["license"]) == pyproject["license"]


def test_the_lock_file_for_npm_names_hashes_and_no_address(project):
    text = (project / "tests" / "browser" / "package-lock.json").read_text(encoding="utf-8")
    assert text.count('"integrity"') > 10
    assert "resolved" not in text
    assert "registry" not in text
