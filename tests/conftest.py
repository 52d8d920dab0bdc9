from __future__ import annotations

import os

import pytest

# Set before anything loads numpy, and for every process that a test starts: what is computed here
# is small, gains nothing from threads, and takes up to four times as long with them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running in this thread, under which
    no asynchronous test can start its own."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)
