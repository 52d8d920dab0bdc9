from __future__ import annotations

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.lock import LockError, direct_requirements, locked

REQUIREMENTS = Path("requirements")
LOCKS = ["app", "dev", "rasa", "node"]


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


def test_torch_is_pinned_without_the_name_of_a_build() -> None:
    assert str(pinned("app")["torch"].specifier) == "==2.13.0"


def test_what_is_not_installed_cannot_be_locked() -> None:
    with pytest.raises(LockError, match="no-such-package is not installed"):
        locked([Requirement("no-such-package")])
