from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.lock import LockError, direct_requirements, locked

REQUIREMENTS = Path("requirements")
PACKAGES = ["actions", "collector", "knowledge_base", "tickets", "web"]
LOCKS = ["app", "dev", "rasa", "node"]


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def pinned(name: str) -> dict[str, Requirement]:
    return {wanted.name: wanted for wanted in direct_requirements(REQUIREMENTS / f"{name}.txt")}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_pins_one_version(name: str) -> None:
    for wanted in pinned(name).values():
        assert [clause.operator for clause in wanted.specifier] == ["=="], wanted


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_option(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")

    assert "://" not in text
    assert "--" not in text


def test_the_lock_has_what_the_product_asks_for_and_all_that_this_needs() -> None:
    direct = list(direct_requirements(REQUIREMENTS / "app.in"))

    assert list(locked(direct)) == list(pinned("app"))


def test_every_import_of_the_product_is_in_the_lock() -> None:
    distributions = packages_distributions()
    missing = {
        f"{path}: {name}"
        for package in PACKAGES
        for path in Path(package).rglob("*.py")
        for name in imported(path)
        if name in distributions
        and not pinned("app").keys() & {canonicalize_name(found) for found in distributions[name]}
    }

    assert not missing


def test_torch_is_pinned_without_the_name_of_a_build() -> None:
    assert str(pinned("app")["torch"].specifier) == "==2.13.0"


def test_what_is_not_installed_cannot_be_locked() -> None:
    with pytest.raises(LockError, match="no-such-package is not installed"):
        locked([Requirement("no-such-package")])
