"""Dependencies between the packages point one way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a package may import of the others. `settings` and `telemetry` serve every process.
MAY_IMPORT = {
    "bot": set(),
    "telemetry": set(),
    "tickets": {"settings", "telemetry"},
    "knowledge_base": {"settings"},
    "collector": {"settings", "telemetry", "tickets", "knowledge_base"},
    "actions": {"settings", "telemetry", "tickets", "knowledge_base"},
    "web": {"settings", "telemetry", "tickets", "knowledge_base", "collector", "bot.language"},
}
OURS = {*MAY_IMPORT, "settings", "scripts", "benchmarks", "tests"}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def _forbidden(package: str, module: str) -> bool:
    top = module.split(".")[0]
    return top in OURS - {package} and not {top, module} & MAY_IMPORT[package]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_those_below_it(package: str) -> None:
    files = [path for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts]

    found = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in files
        for module in _imports(path)
        if _forbidden(package, module)
    }

    assert files
    assert found == set()
